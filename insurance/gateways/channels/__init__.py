"""Payment channels. ``registry`` says which are on offer, ``protocol`` what each must do."""

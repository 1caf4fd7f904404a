"""数据接收 data take-on: a legacy export becomes the record, every row loaded, unchanged or reported."""

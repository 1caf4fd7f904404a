"""The words of uploaded tables: why a file is refused, what happened to a cell and what to do about it.

A damage that was put right has its sentence under ``.repaired``; without that ending the row is refused and the sentence
says how to put it right.
"""

from django.utils.translation import gettext_lazy as _

FILE_SENTENCES = {
    "workbook.type": _(
        "Only .xlsx, .xls and .csv tables can be taken. Open your file in Excel or WPS, save it as .xlsx and choose the new file."
    ),
    "workbook.macros": _(
        "The table holds macros. Save it as an .xlsx workbook without macros and choose the new file."
    ),
    "workbook.empty": _("The file is empty. Open it to see whether it was saved, then choose it again."),
    "workbook.too_large": _(
        "The file is larger than %(most_megabytes)s MB. Delete pictures and sheets that are not needed, or divide it into several files."
    ),
    "workbook.mismatch": _(
        "The file is not the kind its name says. Open it in Excel or WPS, save it as .xlsx and choose the new file."
    ),
    "workbook.web_page": _(
        "This is a web page with the name of a table, as some programs export it. Open it in Excel or WPS, save it as .xlsx and choose the new file."
    ),
    "workbook.damaged": _(
        "The file cannot be read to its end. Open it in Excel or WPS, save it again as .xlsx and choose the new file."
    ),
    "workbook.too_slow": _(
        "The file took too long to read. Copy your rows into our template, save it and choose the new file."
    ),
    "workbook.not_a_table": _("There is no table in this file. Copy your rows into our template and choose that file."),
    "workbook.encrypted": _(
        "The table is protected with a password. Remove the password in Excel or WPS, save it and choose it again."
    ),
    "workbook.suspicious": _(
        "The file is not built as Excel builds tables, so it was not opened. Copy your rows into our template and choose that file."
    ),
    "workbook.parts": _(
        "The file holds too many pictures and other parts. Copy only your rows into our template and choose that file."
    ),
    "workbook.swollen": _(
        "The table holds far more than its rows. Copy only your rows into our template and choose that file."
    ),
    "workbook.no_sheet": _(
        "There is nothing in the visible sheets of this file. Show the sheet with your rows, or copy them into our template."
    ),
    "workbook.no_headings": _(
        "No row of headings was found in the first rows. Put headings such as name and ID number above your rows, or use our template."
    ),
    "workbook.no_rows": _(
        "There are no rows below the headings. Fill in one row for each person, save the file and choose it again."
    ),
    "workbook.too_many_rows": _(
        "The table has %(rows)s rows; one file takes at most %(most)s. Divide it into %(parts)s files with the same headings and send them one after the other."
    ),
    "workbook.too_many_columns": _(
        "Row %(row)s goes beyond the %(most)s columns that are read. Delete everything to the right of your table and choose the file again."
    ),
    "workbook.far_cell": _(
        "There is a cell far below the table, in row %(row)s. Delete everything below your table and choose the file again."
    ),
    "workbook.long_text": _(
        "A cell in row %(row)s holds more than %(most)s characters. Shorten it and choose the file again."
    ),
    "workbook.merged": _(
        "The table has too many merged cells. Undo the merging, fill in every row and choose the file again."
    ),
    "workbook.encoding": _(
        "The characters of this .csv cannot be read. Open it in Excel or WPS, save it as .xlsx and choose the new file."
    ),
    "workbook.template_kind": _(
        "This table was made from the template for another declaration. Download the template on this page and copy your rows into it."
    ),
    "workbook.template_version": _(
        "This table was made from an older template. Download the present one on this page and copy your rows into it."
    ),
}

CARD = _(
    "The last digits of this ID number were lost in the spreadsheet, and your roster does not tell for certain which they were. Format the column as text and type the number from the identity card."
)
ROSTER = _(
    "The digits lost in the spreadsheet were restored from your roster: the name and the digits that are left fit one person only."
)
READ_AS = _("%(found)s was read as %(repaired)s.")

DAMAGE_SENTENCES = {
    "sheet.id_apostrophe.repaired": _("Quotation marks around the ID number were left out."),
    "sheet.id_invisible.repaired": _("Invisible characters in the ID number were left out."),
    "sheet.id_full_width.repaired": _("Full-width characters in the ID number were written as ordinary ones."),
    "sheet.id_spaces.repaired": _("Spaces in the ID number were left out."),
    "sheet.id_separators.repaired": _("Dashes and points in the ID number were left out."),
    "sheet.id_lower_x.repaired": _("The small x at the end of the ID number was written as X."),
    "sheet.id_words.repaired": _("The words around the ID number were left out."),
    "sheet.id_look_alike.repaired": _(
        "Letters that look like digits (O, I, l) were read as digits; the check character fits."
    ),
    "sheet.id_look_alike": _(
        "The ID number holds letters where only digits can stand. Type it from the identity card."
    ),
    "sheet.id_number_cell.repaired": _(
        "The ID number stood in a cell for numbers; it fits the name in your roster. Format the column as text next time."
    ),
    "sheet.id_number_cell": _(
        "The ID number stands in a cell for numbers, where the last digits get lost. Format the column as text and type the number from the identity card."
    ),
    "sheet.id_rounded.repaired": ROSTER,
    "sheet.id_rounded": CARD,
    "sheet.id_scientific.repaired": ROSTER,
    "sheet.id_scientific": CARD,
    "sheet.id_cut.repaired": ROSTER,
    "sheet.id_cut": CARD,
    "sheet.id_lost_x.repaired": _(
        "The X that was missing at the end of the ID number was restored from your roster: name and number fit one person only."
    ),
    "sheet.id_lost_x": _(
        "The ID number has 17 digits; probably an X at its end was lost. Compare it with the identity card and type all 18 characters."
    ),
    "sheet.id_lost_character.repaired": _(
        "The character missing in the ID number was restored from your roster: name and number fit one person only."
    ),
    "sheet.id_lost_character": _(
        "The ID number has only 17 characters. Compare it with the identity card and type all 18."
    ),
    "sheet.id_15_digits.repaired": _(
        "The number of 15 digits was replaced by the present one from your roster: name and number fit one person only."
    ),
    "sheet.id_15_digits": _(
        "The ID number has 15 digits: an old number, or one cut short. Type the 18 characters of the present identity card."
    ),
    "sheet.id_check": _(
        "The last character of the ID number does not fit the others. Compare the number with the identity card."
    ),
    "sheet.id_birth_date": _(
        "The birth date in the ID number (digits 7 to 14) cannot be. Compare the number with the identity card."
    ),
    "sheet.id_unreadable": _(
        "This is no ID number. Type the 18 characters of the identity card, in a cell formatted as text."
    ),
    "sheet.id_from_personal_number.repaired": _(
        "Personal number and name fit one person of your roster, so the ID number may stay blank."
    ),
    "sheet.personal_number_differs": _(
        "The personal number belongs to somebody else than the ID number. Correct one of them, or leave the personal number blank."
    ),
    "sheet.birth_differs": _(
        "The date of birth beside it does not fit the ID number. Compare both with the identity card."
    ),
    "sheet.name_variant.repaired": _("Spaces, dots or full-width characters in the name were written as on record."),
    "sheet.name_remark.repaired": _("What was added to the name was left out; it is the name on record without it."),
    "sheet.name_remark": _(
        "Something was added to the name. Write the name alone, as on the identity card; remarks belong into the column for remarks."
    ),
    "sheet.cell_formula": _(
        "There is a formula in this cell, whose result can change. Copy the column and paste it as values."
    ),
    "sheet.cell_error": _("The cell holds an error of the spreadsheet. Type what belongs there."),
    "sheet.cell_merged": _(
        "The cell is merged with others, so it is not clear which row it belongs to. Undo the merging and fill in every row."
    ),
    "sheet.day_format.repaired": _("The day was read as %(repaired)s."),
    "sheet.day_cell.repaired": _("The day was read as %(repaired)s."),
    "sheet.day_serial.repaired": _("The number %(found)s is how Excel counts days; it was read as %(repaired)s."),
    "sheet.day_serial": _(
        "%(found)s is how Excel counts days, but the file does not say from when. Write the day like 2026-10-31."
    ),
    "sheet.day_short_year": _("The year in %(found)s has two digits only. Write the day like 2026-10-31."),
    "sheet.day_ambiguous": _(
        "In %(found)s it is not clear what is the day and what the month. Write the day like 2026-10-31."
    ),
    "sheet.day_no_year": _("%(found)s has no year. Write the day like 2026-10-31."),
    "sheet.day_impossible": _("There is no such day as %(found)s. Write the day like 2026-10-31."),
    "sheet.day_unreadable": _("%(found)s is no day. Write the day like 2026-10-31."),
    "sheet.month_format.repaired": _("The month was read as %(repaired)s."),
    "sheet.month_from_day.repaired": _("The first day of a month was read as the month %(repaired)s."),
    "sheet.month_serial.repaired": _(
        "The number %(found)s is how Excel counts days; it was read as the month %(repaired)s."
    ),
    "sheet.month_serial": _(
        "%(found)s is how Excel counts days, but the file does not say from when. Write the month like 2026-10."
    ),
    "sheet.month_inside": _("%(found)s is a day in the middle of a month. Write the month like 2026-10."),
    "sheet.month_short_year": _(
        "In %(found)s it is not clear what is the year and what the day. Write the month like 2026-10."
    ),
    "sheet.month_no_year": _("%(found)s has no year. Write the month like 2026-10."),
    "sheet.month_unreadable": _("%(found)s is no month. Write the month like 2026-10."),
    "sheet.code_format.repaired": READ_AS,
    "sheet.code_by_name.repaired": READ_AS,
    "sheet.code_ambiguous": _("%(found)s can mean several codes. Choose one from the list of codes in the template."),
    "sheet.code_unknown": _("%(found)s is not in the list of codes. Choose one from the list in the template."),
    "sheet.money_format.repaired": _("The amount was read without separators and words."),
    "sheet.money_ten_thousands.repaired": _("The amount in 万 (ten thousands) was written out in yuan."),
    "sheet.money_decimals": _("The amount has more than two decimals. Write the amount in yuan, like 5000.00."),
    "sheet.money_unreadable": _("This is no amount. Write the amount in yuan, like 5000.00."),
    "sheet.years_format.repaired": READ_AS,
    "sheet.years_unreadable": _("%(found)s is no number of years. Write years with at most one decimal, like 3.5."),
    "sheet.digits_format.repaired": _("Spaces and other marks between the digits were left out."),
    "sheet.digits_lost": _(
        "Digits of this number were lost in the spreadsheet. Format the column as text and type it again."
    ),
    "sheet.phone_unreadable": _(
        "This is no phone. Write its digits, with the area code of a fixed one, or leave it empty."
    ),
    "sheet.words_too_long": _("The text is too long: a post has at most 60 characters, a remark 500. Shorten it."),
    "sheet.words_invisible.repaired": _("Invisible characters were left out."),
    "sheet.row_twice": _("This is a repetition of row %(rows)s. Delete it, or leave it out."),
    "sheet.row_differs": _(
        "The same person also stands in row %(rows)s with other contents. Keep one row and delete the others."
    ),
}

SENTENCES = FILE_SENTENCES | DAMAGE_SENTENCES

"""The outputs of the comparison of the options: tables, figures, page, workbook, folder."""

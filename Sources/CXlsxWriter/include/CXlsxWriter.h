// What the reports need of libxlsxwriter (1.1 or later). The library is opened when it is first asked for: it brings OpenSSL with
// it, which each command would wait for. Its types and constants come from its own header; its functions are called through
// the table here alone.
#ifndef CXLSXWRITER_H
#define CXLSXWRITER_H

#include <xlsxwriter.h>

#define CXLSXWRITER_FUNCTIONS(X) \
  X(chart_add_series) X(chart_axis_major_gridlines_set_line) X(chart_axis_major_gridlines_set_visible) \
  X(chart_axis_set_interval_tick) X(chart_axis_set_interval_unit) X(chart_axis_set_label_position) \
  X(chart_axis_set_line) X(chart_axis_set_major_tick_mark) X(chart_axis_set_max) X(chart_axis_set_min) \
  X(chart_axis_set_num_format) X(chart_axis_set_reverse) X(chart_legend_set_position) X(chart_series_set_categories) \
  X(chart_series_set_fill) X(chart_series_set_labels) X(chart_series_set_labels_num_format) X(chart_series_set_line) \
  X(chart_series_set_marker_fill) X(chart_series_set_marker_line) X(chart_series_set_marker_size) \
  X(chart_series_set_marker_type) X(chart_series_set_name) X(chart_series_set_values) X(chart_set_series_gap) \
  X(chart_title_set_name) X(chart_title_set_name_font) X(format_set_align) X(format_set_bg_color) X(format_set_bold) \
  X(format_set_bottom) X(format_set_bottom_color) X(format_set_font_color) X(format_set_font_size) \
  X(format_set_num_format) X(format_set_text_wrap) X(format_set_top) X(format_set_top_color) X(lxw_strerror) \
  X(lxw_workbook_free) X(workbook_add_chart) X(workbook_add_format) X(workbook_add_worksheet) X(workbook_close) \
  X(workbook_new_opt) X(workbook_set_properties) X(worksheet_autofilter) X(worksheet_fit_to_pages) \
  X(worksheet_freeze_panes) X(worksheet_gridlines) X(worksheet_ignore_errors) X(worksheet_insert_chart_opt) \
  X(worksheet_repeat_rows) X(worksheet_set_column) X(worksheet_set_landscape) X(worksheet_set_margins) \
  X(worksheet_set_paper) X(worksheet_set_row) X(worksheet_write_number) X(worksheet_write_string)

/// The library's functions by their names.
struct cxlsxwriter_functions {
#define CXLSXWRITER_MEMBER(name) __typeof__(&name) name;
  CXLSXWRITER_FUNCTIONS(CXLSXWRITER_MEMBER)
};

/// Opens the library, once in a process; without it none of its functions may be called.
///
/// Returns why that cannot be done, or NULL when it is open.
const char *cxlsxwriter_open(void);

/// All there once the library is open.
const struct cxlsxwriter_functions *cxlsxwriter(void);

#endif

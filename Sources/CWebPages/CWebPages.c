// Each file of the pages takes two places here: its bytes, and its row in the table. Compilers know `#embed` since
// LLVM 19, and build this anew when a file changes.
#pragma clang diagnostic ignored "-Wc23-extensions"
#include "CWebPages.h"

static const unsigned char amenities_js[] = {
#embed "../WebPages/Pages/amenities.js"
};
static const unsigned char api_js[] = {
#embed "../WebPages/Pages/api.js"
};
static const unsigned char check_in_html[] = {
#embed "../WebPages/Pages/check-in.html"
};
static const unsigned char check_in_js[] = {
#embed "../WebPages/Pages/check-in.js"
};
static const unsigned char clock_js[] = {
#embed "../WebPages/Pages/clock.js"
};
static const unsigned char condition_panel_js[] = {
#embed "../WebPages/Pages/condition-panel.js"
};
static const unsigned char courier_js[] = {
#embed "../WebPages/Pages/courier.js"
};
static const unsigned char datum_js[] = {
#embed "../WebPages/Pages/datum.js"
};
static const unsigned char directory_js[] = {
#embed "../WebPages/Pages/directory.js"
};
static const unsigned char dom_js[] = {
#embed "../WebPages/Pages/dom.js"
};
static const unsigned char drawn_map_js[] = {
#embed "../WebPages/Pages/drawn-map.js"
};
static const unsigned char filters_js[] = {
#embed "../WebPages/Pages/filters.js"
};
static const unsigned char finder_js[] = {
#embed "../WebPages/Pages/finder.js"
};
static const unsigned char format_js[] = {
#embed "../WebPages/Pages/format.js"
};
static const unsigned char geodesy_js[] = {
#embed "../WebPages/Pages/geodesy.js"
};
static const unsigned char hours_parser_js[] = {
#embed "../WebPages/Pages/hours-parser.js"
};
static const unsigned char hours_js[] = {
#embed "../WebPages/Pages/hours.js"
};
static const unsigned char icon_svg[] = {
#embed "../WebPages/Pages/icon.svg"
};
static const unsigned char icons_svg[] = {
#embed "../WebPages/Pages/icons.svg"
};
static const unsigned char index_html[] = {
#embed "../WebPages/Pages/index.html"
};
static const unsigned char language_js[] = {
#embed "../WebPages/Pages/language.js"
};
static const unsigned char manage_html[] = {
#embed "../WebPages/Pages/manage.html"
};
static const unsigned char manage_js[] = {
#embed "../WebPages/Pages/manage.js"
};
static const unsigned char manifest_webmanifest[] = {
#embed "../WebPages/Pages/manifest.webmanifest"
};
static const unsigned char memory_js[] = {
#embed "../WebPages/Pages/memory.js"
};
static const unsigned char navigation_js[] = {
#embed "../WebPages/Pages/navigation.js"
};
static const unsigned char outbox_js[] = {
#embed "../WebPages/Pages/outbox.js"
};
static const unsigned char page_js[] = {
#embed "../WebPages/Pages/page.js"
};
static const unsigned char pages_css[] = {
#embed "../WebPages/Pages/pages.css"
};
static const unsigned char place_search_js[] = {
#embed "../WebPages/Pages/place-search.js"
};
static const unsigned char place_js[] = {
#embed "../WebPages/Pages/place.js"
};
static const unsigned char service_worker_js[] = {
#embed "../WebPages/Pages/service-worker.js"
};
static const unsigned char session_js[] = {
#embed "../WebPages/Pages/session.js"
};
static const unsigned char sharing_js[] = {
#embed "../WebPages/Pages/sharing.js"
};
static const unsigned char staff_api_js[] = {
#embed "../WebPages/Pages/staff-api.js"
};
static const unsigned char staff_block_js[] = {
#embed "../WebPages/Pages/staff-block.js"
};
static const unsigned char staff_cuts_js[] = {
#embed "../WebPages/Pages/staff-cuts.js"
};
static const unsigned char staff_export_js[] = {
#embed "../WebPages/Pages/staff-export.js"
};
static const unsigned char staff_headline_js[] = {
#embed "../WebPages/Pages/staff-headline.js"
};
static const unsigned char staff_numbers_js[] = {
#embed "../WebPages/Pages/staff-numbers.js"
};
static const unsigned char staff_question_js[] = {
#embed "../WebPages/Pages/staff-question.js"
};
static const unsigned char staff_session_js[] = {
#embed "../WebPages/Pages/staff-session.js"
};
static const unsigned char staff_station_js[] = {
#embed "../WebPages/Pages/staff-station.js"
};
static const unsigned char staff_stations_js[] = {
#embed "../WebPages/Pages/staff-stations.js"
};
static const unsigned char staff_table_js[] = {
#embed "../WebPages/Pages/staff-table.js"
};
static const unsigned char staff_texts_js[] = {
#embed "../WebPages/Pages/staff-texts.js"
};
static const unsigned char staff_words_js[] = {
#embed "../WebPages/Pages/staff-words.js"
};
static const unsigned char staff_css[] = {
#embed "../WebPages/Pages/staff.css"
};
static const unsigned char staff_html[] = {
#embed "../WebPages/Pages/staff.html"
};
static const unsigned char staff_js[] = {
#embed "../WebPages/Pages/staff.js"
};
static const unsigned char station_card_js[] = {
#embed "../WebPages/Pages/station-card.js"
};
static const unsigned char station_map_js[] = {
#embed "../WebPages/Pages/station-map.js"
};
static const unsigned char store_js[] = {
#embed "../WebPages/Pages/store.js"
};
static const unsigned char texts_js[] = {
#embed "../WebPages/Pages/texts.js"
};
static const unsigned char today_js[] = {
#embed "../WebPages/Pages/today.js"
};
static const unsigned char visit_form_js[] = {
#embed "../WebPages/Pages/visit-form.js"
};

#define FILE(name, bytes) { name, bytes, sizeof bytes }

static const struct yizhan_page_file files[] = {
  FILE("amenities.js", amenities_js),
  FILE("api.js", api_js),
  FILE("check-in.html", check_in_html),
  FILE("check-in.js", check_in_js),
  FILE("clock.js", clock_js),
  FILE("condition-panel.js", condition_panel_js),
  FILE("courier.js", courier_js),
  FILE("datum.js", datum_js),
  FILE("directory.js", directory_js),
  FILE("dom.js", dom_js),
  FILE("drawn-map.js", drawn_map_js),
  FILE("filters.js", filters_js),
  FILE("finder.js", finder_js),
  FILE("format.js", format_js),
  FILE("geodesy.js", geodesy_js),
  FILE("hours-parser.js", hours_parser_js),
  FILE("hours.js", hours_js),
  FILE("icon.svg", icon_svg),
  FILE("icons.svg", icons_svg),
  FILE("index.html", index_html),
  FILE("language.js", language_js),
  FILE("manage.html", manage_html),
  FILE("manage.js", manage_js),
  FILE("manifest.webmanifest", manifest_webmanifest),
  FILE("memory.js", memory_js),
  FILE("navigation.js", navigation_js),
  FILE("outbox.js", outbox_js),
  FILE("page.js", page_js),
  FILE("pages.css", pages_css),
  FILE("place-search.js", place_search_js),
  FILE("place.js", place_js),
  FILE("service-worker.js", service_worker_js),
  FILE("session.js", session_js),
  FILE("sharing.js", sharing_js),
  FILE("staff-api.js", staff_api_js),
  FILE("staff-block.js", staff_block_js),
  FILE("staff-cuts.js", staff_cuts_js),
  FILE("staff-export.js", staff_export_js),
  FILE("staff-headline.js", staff_headline_js),
  FILE("staff-numbers.js", staff_numbers_js),
  FILE("staff-question.js", staff_question_js),
  FILE("staff-session.js", staff_session_js),
  FILE("staff-station.js", staff_station_js),
  FILE("staff-stations.js", staff_stations_js),
  FILE("staff-table.js", staff_table_js),
  FILE("staff-texts.js", staff_texts_js),
  FILE("staff-words.js", staff_words_js),
  FILE("staff.css", staff_css),
  FILE("staff.html", staff_html),
  FILE("staff.js", staff_js),
  FILE("station-card.js", station_card_js),
  FILE("station-map.js", station_map_js),
  FILE("store.js", store_js),
  FILE("texts.js", texts_js),
  FILE("today.js", today_js),
  FILE("visit-form.js", visit_form_js),
};

const struct yizhan_page_file *yizhan_page_file(size_t number) {
  return number < sizeof files / sizeof *files ? &files[number] : NULL;
}

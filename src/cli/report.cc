#include "cli/report.h"

#include <cstddef>

// LICET_REPORT_TEMPLATE is the path, as a string literal, of what cmake/embed_report.cmake
// assembled. The assembler copies the file as it is: a megabyte of array initialiser would take the
// compiler minutes.
#ifndef LICET_REPORT_TEMPLATE
#error "LICET_REPORT_TEMPLATE must be the path of the assembled report, as a string literal"
#endif

__asm__(
    ".section .rodata,\"a\"\n"
    ".globl licet_report_begin\n"
    ".globl licet_report_end\n"
    "licet_report_begin:\n"
    ".incbin \"" LICET_REPORT_TEMPLATE
    "\"\n"
    "licet_report_end:\n"
    ".byte 0\n"
    ".previous\n");

extern "C" {
extern const char licet_report_begin[];
extern const char licet_report_end[];
}

namespace licet {
namespace {

constexpr std::string_view kMarker = "/*LICET-DATA*/";

std::string_view Template() {
  return {licet_report_begin, static_cast<std::size_t>(licet_report_end - licet_report_begin)};
}

// In JSON '<' stands only inside strings, where \u003c means the same: neither </script> nor <!--
// can then come up inside the element that carries the data.
void AppendEscaped(std::string_view json, std::string* out) {
  for (std::size_t at = 0; at < json.size();) {
    const std::size_t found = json.find('<', at);
    if (found == std::string_view::npos) {
      out->append(json.substr(at));
      return;
    }
    out->append(json.substr(at, found - at)).append("\\u003c");
    at = found + 1;
  }
}

}  // namespace

std::string RenderReport(std::string_view json) {
  const std::string_view page = Template();
  // The assembling script made sure that the marker is there, once.
  const std::size_t marker = page.find(kMarker);
  std::string out;
  out.reserve(page.size() + json.size() + json.size() / 64);
  out.append(page.substr(0, marker));
  AppendEscaped(json, &out);
  out.append(page.substr(marker + kMarker.size()));
  return out;
}

}  // namespace licet

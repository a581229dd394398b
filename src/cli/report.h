// The report that people look at: one HTML file with the style sheet, the chart library, the
// scripts and a run's data inside, so that it opens anywhere without a network. See docs/report.md.

#ifndef LICET_CLI_REPORT_H_
#define LICET_CLI_REPORT_H_

#include <string>
#include <string_view>

namespace licet {

// `json` is one JSON object as docs/report.md describes. It is taken as it is, valid or not: the
// page itself says so when it cannot read it. Nothing in it can end the element that carries it.
std::string RenderReport(std::string_view json);

}  // namespace licet

#endif  // LICET_CLI_REPORT_H_

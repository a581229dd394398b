// Reads any bytes as a file of cases and runs those that can be read, under the
// whole law on file. Run from the root of the repository.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "licet/base/text.h"
#include "licet/gate/cases.h"

namespace {

using licet::Engine;
using licet::Error;
using licet::Result;

void Check(bool good, const char* what, const std::string& text) {
  if (good) return;
  std::fprintf(stderr, "%s: %s\n", what, text.c_str());
  std::abort();
}

void CheckError(const Error& error) {
  const std::string text = error.ToString();
  Check(text.starts_with("c.yaml"), "no place", text);
  Check(text.find('\n') == std::string::npos, "not one line", text);
  Check(error.code() != licet::ErrorCode::kInternal, "a defect", text);
}

Engine Load() {
  const auto disk = licet::RealDisk();
  Result<Engine> engine =
      Engine::Load(*disk, {".", "", "data/orders/parties.csv", "data/orders/owners.csv"});
  Check(engine.has_value(), "start it from the root of the repository",
        engine ? "" : engine.error().ToString());
  return std::move(*engine);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Engine engine = Load();
  const std::string text(reinterpret_cast<const char*>(data), size);
  const Result<licet::Yaml> document = licet::Yaml::Parse(text, "c.yaml");
  if (!document) {
    CheckError(document.error());
    return 0;
  }
  const auto results = RunCases(engine, *document);
  if (!results) {
    CheckError(results.error());
    return 0;
  }
  for (const licet::CaseResult& result : *results) {
    Check(result.place.line >= 1, "no line", result.title);
    for (const std::string& failure : result.failures) {
      Check(!licet::FindInvalidUtf8(failure), "not UTF-8", failure);
    }
  }
  return 0;
}

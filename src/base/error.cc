#include "licet/base/error.h"

#include <fmt/format.h>

namespace licet {

std::string_view ErrorCodeName(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
      return "invalid-argument";
    case ErrorCode::kParse:
      return "parse";
    case ErrorCode::kType:
      return "type";
    case ErrorCode::kUnit:
      return "unit";
    case ErrorCode::kUnknownName:
      return "unknown-name";
    case ErrorCode::kAmbiguousName:
      return "ambiguous-name";
    case ErrorCode::kDuplicate:
      return "duplicate";
    case ErrorCode::kCycle:
      return "cycle";
    case ErrorCode::kOverflow:
      return "overflow";
    case ErrorCode::kIo:
      return "io";
    case ErrorCode::kLimit:
      return "limit";
    case ErrorCode::kInternal:
      return "internal";
  }
  return "internal";  // a value outside the enumeration is a defect of ours
}

Error Error::At(Place place) const {
  Error placed = *this;
  const bool has_line = place_.line > 0;
  if (!has_line && (place_.file.empty() || place_.file == place.file)) {
    placed.place_ = std::move(place);
  } else if (place_.file.empty()) {
    // A parser of one expression knows the line but not the file around it.
    placed.place_.file = std::move(place.file);
  }
  return placed;
}

std::string Error::ToString() const {
  std::string out = place_.file;
  for (const int number : {place_.line, place_.line > 0 ? place_.column : 0}) {
    if (number <= 0) break;
    if (!out.empty()) out += ':';
    out += fmt::to_string(number);
  }
  if (!out.empty()) out += ": ";
  return out + sentence_;
}

}  // namespace licet

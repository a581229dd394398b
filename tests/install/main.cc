// Uses the installed library: exact numbers and dates in, exact answers out.

#include <cstdio>

#include "licet/base/date.h"
#include "licet/base/decimal.h"

int main() {
  const auto rate = licet::Decimal::Parse("989.4");
  const auto bits = licet::Decimal::Parse("16");
  const auto day = licet::Date::Parse("2023-11-17");
  if (!rate || !bits || !day) {
    return 1;
  }
  const auto tpp = licet::Multiply(*rate, *bits);
  if (!tpp || tpp->ToString() != "15830.4") {
    return 1;
  }
  std::printf("%s: TPP %s\n", day->ToString().c_str(), tpp->ToGroupedString().c_str());
  return 0;
}

// The words of a replay's setting, and the sums of its results.

#include <fmt/format.h>

#include <algorithm>

#include "licet/base/text.h"
#include "licet/gate/replay.h"

namespace licet {

namespace {

class SettingReader {
 public:
  SettingReader(const std::string& text, const std::string& option, Date today)
      : text_(text), option_(option), today_(today) {}

  Result<ReplaySetting> Read(const std::vector<std::string>& regimes) {
    setting_.name = text_;
    setting_.clocks.known_at = today_;
    const std::size_t comma = std::min(text_.find(','), text_.size());
    const std::size_t at = text_.find('@');
    if (at >= comma) {
      return Bad(comma, ErrorCode::kParse,
                 fmt::format("expected REGIME@DATE or REGIME@own, such as {}@2023-11-17",
                             regimes.empty() ? "us-ear" : regimes.back()));
    }
    setting_.regime = text_.substr(0, at);
    if (std::find(regimes.begin(), regimes.end(), setting_.regime) == regimes.end()) {
      std::string hint = DidYouMean(setting_.regime, regimes);
      if (hint.empty()) hint = "; there are " + Join(regimes, ", ");
      return Bad(0, ErrorCode::kUnknownName,
                 "there is no regime " + Quoted(setting_.regime) + hint);
    }
    if (Word(at + 1, comma) != "own") {
      LICET_ASSIGN_OR_RETURN(setting_.clocks.as_of, ReadDate(at + 1, comma));
      // The law of a day as it is known now; what one order was judged by then
      // says nothing of it.
      setting_.clocks.over_orders = true;
    }
    for (std::size_t begin = comma; begin < text_.size();) {
      const std::size_t end = std::min(text_.find(',', begin + 1), text_.size());
      LICET_RETURN_IF_ERROR(ReadOption(begin + 1, end));
      begin = end;
    }
    return std::move(setting_);
  }

 private:
  std::string Word(std::size_t begin, std::size_t end) const {
    return text_.substr(begin, end - begin);
  }

  std::unexpected<Error> Bad(std::size_t at, ErrorCode code, const std::string& sentence) const {
    return Fail(code, sentence, {option_ + " " + text_, 1, static_cast<int>(at) + 1});
  }

  Result<Date> ReadDate(std::size_t begin, std::size_t end) const {
    auto date = Date::Parse(Word(begin, end));
    if (!date) return Bad(begin, date.error().code(), date.error().sentence());
    return date;
  }

  Status ReadOption(std::size_t begin, std::size_t end) {
    const std::size_t equals = std::min(text_.find('=', begin), end);
    const std::string key = Word(begin, equals);
    const bool valued = equals < end;
    const std::size_t value = valued ? equals + 1 : begin;
    if (key == "known" && valued) {
      LICET_ASSIGN_OR_RETURN(setting_.clocks.known_at, ReadDate(value, end));
      setting_.clocks.over_orders = true;
      return {};
    }
    if (key == "overlay" && valued && value < end) {
      setting_.overlays.push_back(Word(value, end));
      return {};
    }
    if (key == "overlay") return Bad(begin, ErrorCode::kParse, "expected overlay=FILE");
    const std::string word = Word(value, end);
    if ((key == "reading" || !valued) && (word == "enforced" || word == "codified")) {
      setting_.clocks.reading = word == "codified" ? Reading::kCodified : Reading::kEnforced;
      return {};
    }
    std::vector<std::string> words = {"enforced", "codified"};
    if (key != "reading") words.insert(words.end(), {"reading", "known", "overlay"});
    std::string hint = DidYouMean(key == "reading" ? word : key, words);
    if (hint.empty()) {
      hint = key == "reading" ? "; it is enforced or codified"
                              : "; there are reading=, known=DATE, overlay=FILE";
    }
    return Bad(key == "reading" ? value : begin, ErrorCode::kUnknownName,
               (key == "reading" ? "there is no reading " : "there is no option ") +
                   Quoted(key == "reading" ? word : key) + hint);
  }

  const std::string& text_;
  const std::string& option_;
  const Date today_;
  ReplaySetting setting_;
};

void AddBy(const AmountsBy& from, AmountsBy* to) {
  for (const auto& [name, amounts] : from) (*to)[name] += amounts;
}

}  // namespace

Result<ReplaySetting> ParseReplaySetting(const std::string& text, const std::string& option,
                                         const std::vector<std::string>& regimes, Date today) {
  return SettingReader(text, option, today).Read(regimes);
}

Amounts& Amounts::operator+=(const Amounts& other) {
  orders += other.orders;
  units += other.units;
  unpriced += other.unpriced;
  unmeasured += other.unmeasured;
  value += other.value;
  tpp_low += other.tpp_low;
  tpp_high += other.tpp_high;
  return *this;
}

std::string MicrosText(Int128 micros) {
  const bool minus = micros < 0;
  if (minus) micros = -micros;
  std::string digits;
  do {
    digits += static_cast<char>('0' + static_cast<int>(micros % 10));
    micros /= 10;
  } while (micros > 0 || digits.size() <= Decimal::kPlaces);
  std::reverse(digits.begin(), digits.end());
  digits.insert(digits.size() - Decimal::kPlaces, ".");
  while (digits.back() == '0') digits.pop_back();
  if (digits.back() == '.') digits.pop_back();
  return minus ? "-" + digits : digits;
}

Amounts ReplayResult::Moved(Verdict from, Verdict to) const {
  Amounts sum;
  for (const auto& [change, amounts] : changes) {
    if (change.before == from && change.after == to) sum += amounts;
  }
  return sum;
}

void ReplayResult::Add(const ReplayResult& other) {
  changed += other.changed;
  for (const auto& [change, amounts] : other.changes) changes[change] += amounts;
  AddBy(other.buyers, &buyers);
  AddBy(other.items, &items);
  AddBy(other.months, &months);
}

}  // namespace licet

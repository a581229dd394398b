#include "parties/bods_interest.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "licet/base/text.h"

namespace licet {
namespace {

using Kind = JsonNode::Kind;

constexpr Decimal kNone = Decimal();
constexpr Decimal kWhole = Decimal::FromInt(100);
constexpr Decimal kSmallest = Decimal::FromMicros(1);

// The types of the codelist that are no share of the capital. Votes and offices
// are control, which the rules of ownership do not count.
constexpr std::string_view kNotOwnership[] = {"votingRights",
                                              "appointmentOfBoard",
                                              "otherInfluenceOrControl",
                                              "seniorManagingOfficial",
                                              "settlor",
                                              "trustee",
                                              "protector",
                                              "beneficiaryOfLegalArrangement",
                                              "rightsToSurplusAssetsOnDissolution",
                                              "rightsToProfitOrIncome",
                                              "rightsGrantedByContract",
                                              "conditionalRightsGrantedByContract",
                                              "controlViaCompanyRulesOrArticles",
                                              "controlByLegalFramework",
                                              "boardMember",
                                              "boardChair",
                                              "enjoymentAndUseOfAssets",
                                              "rightToProfitOrIncomeFromAssets",
                                              "nominee",
                                              "nominator"};

struct Bounds {
  Decimal floor;  // the number itself where six places hold it
  Decimal ceiling;
};

// A number as JSON writes it, to six places. Registers give a third as
// 33.33333333333333: such a number becomes the narrowest range that holds it.
Result<Bounds> ReadPercent(const JsonNode& node, std::string_view name, const BodsReader& read) {
  const auto wrong = [&] {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("{} is {}; write a percentage from 0 to 100", name, Quoted(node.text)),
                read.PlaceOf(node));
  };
  std::string_view text = node.text;
  int exponent = 0;
  if (const std::size_t mark = text.find_first_of("eE"); mark != std::string_view::npos) {
    std::string_view digits = text.substr(mark + 1);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    const auto read_to = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    if (read_to.ec != std::errc() || read_to.ptr != digits.data() + digits.size() ||
        exponent < -40 || exponent > 40)
      return wrong();
    text = text.substr(0, mark);
  }
  if (text.starts_with('-') || text.size() > 60) return wrong();
  const std::size_t point = std::min(text.find('.'), text.size());
  std::string digits(text.substr(0, point));
  if (point < text.size()) digits += text.substr(point + 1);
  // Digits before the point, once the exponent has moved it; then millionths.
  std::ptrdiff_t whole = static_cast<std::ptrdiff_t>(point) + exponent + Decimal::kPlaces;
  std::int64_t micros = 0;
  bool rest = false;
  for (const char digit : digits) {
    if (whole-- > 0) {
      micros = micros * 10 + (digit - '0');
      if (micros > kWhole.micros()) return wrong();
    } else {
      rest = rest || digit != '0';
    }
  }
  for (; whole > 0 && micros > 0; --whole) {
    micros *= 10;
    if (micros > kWhole.micros()) return wrong();
  }
  if (rest && micros == kWhole.micros()) return wrong();
  return Bounds{Decimal::FromMicros(micros), Decimal::FromMicros(micros + (rest ? 1 : 0))};
}

// Excluded bounds: "more than 25" still lets 25 and a little stand, which no
// test of at least half can tell from 25; "less than 50" is one step below 50.
Result<Range> ReadBounds(const JsonNode& share, const BodsReader& read) {
  Range range = Range::Between(kNone, kWhole);
  for (const std::string_view name :
       {"exact", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"}) {
    LICET_ASSIGN_OR_RETURN(const JsonNode* number, read.Member(share, name, Kind::kNumber));
    if (number == nullptr) continue;
    LICET_ASSIGN_OR_RETURN(const Bounds bounds, ReadPercent(*number, name, read));
    const bool upper = name.ends_with("aximum");
    if (!upper) range.low = std::max(*range.low, bounds.floor);
    if (upper || name == "exact") {
      const bool whole_step =
          name.starts_with("exclusive") && bounds.floor == bounds.ceiling && bounds.ceiling > kNone;
      const Decimal bound = whole_step
                                ? Decimal::FromMicros(bounds.ceiling.micros() - kSmallest.micros())
                                : bounds.ceiling;
      range.high = std::min(*range.high, bound);
    }
  }
  if (*range.low <= *range.high) return range;
  return Fail(ErrorCode::kInvalidArgument,
              "the bounds of the share exclude one another; correct exact, minimum and maximum",
              read.PlaceOf(share));
}

Result<Date> ReadDay(const JsonNode& interest, std::string_view name, Date when_absent,
                     const BodsReader& read) {
  LICET_ASSIGN_OR_RETURN(const std::string text, read.Text(interest, name));
  if (text.empty()) return when_absent;
  const Result<Date> day = Date::Parse(text);
  if (day) return *day;
  return Fail(day.error().code(), fmt::format("{}: {}", name, day.error().sentence()),
              read.PlaceOf(*interest.Find(name)));
}

// Nothing when the interest is no ownership or never held.
Result<std::optional<BodsInterest>> ReadInterest(const JsonNode& node, Date closed, bool components,
                                                 const BodsReader& read, BodsNotes* notes) {
  if (!node.Is(Kind::kObject)) {
    return Fail(ErrorCode::kType,
                fmt::format("an interest is {}; write an object", KindText(node.kind)),
                read.PlaceOf(node));
  }
  BodsInterest interest{Range::Between(kNone, kWhole), {}, read.PlaceOf(node)};
  LICET_ASSIGN_OR_RETURN(const std::string type, read.Text(node, "type"));
  LICET_ASSIGN_OR_RETURN(const std::string directness, read.Text(node, "directOrIndirect"));
  LICET_ASSIGN_OR_RETURN(const JsonNode* share, read.Member(node, "share", Kind::kObject));
  if (share != nullptr) {
    LICET_ASSIGN_OR_RETURN(interest.share, ReadBounds(*share, read));
    interest.place = read.PlaceOf(*share);
  }
  LICET_ASSIGN_OR_RETURN(interest.valid.from, ReadDay(node, "startDate", Date::Min(), read));
  LICET_ASSIGN_OR_RETURN(interest.valid.to, ReadDay(node, "endDate", closed, read));
  interest.valid.to = std::min(interest.valid.to, closed);
  if (std::ranges::find(kNotOwnership, type) != std::ranges::end(kNotOwnership)) {
    notes->Count(fmt::format("interests of the type {} not read: they are no share owned", type));
    return std::nullopt;
  }
  if (type != "shareholding") {
    notes->Count("interests of an unknown type taken as perhaps ownership, of an unknown share");
    interest.share.low = kNone;
  }
  if (directness == "indirect") {
    if (components) {
      notes->Count("indirect interests not read: their component records tell the chain");
      return std::nullopt;
    }
    notes->Count("indirect interests without their chain taken as shares of unknown size");
    interest.share = Range::Between(kNone, kWhole);
  }
  if (interest.valid.Empty()) {
    notes->Count("interests not read: they end before or on the day they begin");
    return std::nullopt;
  }
  return interest;
}

}  // namespace

Result<std::vector<BodsInterest>> ReadBodsInterests(const BodsStatement& relationship,
                                                    const BodsReader& read, BodsNotes* notes) {
  const JsonNode& details = *relationship.details;
  Date closed = Date::Max();
  if (relationship.closed && !relationship.date.empty()) {
    LICET_ASSIGN_OR_RETURN(closed, Date::Parse(relationship.date));
  }
  LICET_ASSIGN_OR_RETURN(const JsonNode* components,
                         read.Member(details, "componentRecords", Kind::kArray));
  const bool has_components = components != nullptr && !components->items.empty();
  LICET_ASSIGN_OR_RETURN(const JsonNode* interests,
                         read.Member(details, "interests", Kind::kArray));
  std::vector<BodsInterest> found;
  if (interests == nullptr || interests->items.empty()) {
    if (has_components) {
      notes->Count("relationships without interests not read: their component records tell more");
      return found;
    }
    notes->Count("relationships without interests taken as shares of unknown size");
    found.push_back({Range::Between(kNone, kWhole), {Date::Min(), closed}, relationship.place});
    return found;
  }
  for (const JsonNode& node : interests->items) {
    LICET_ASSIGN_OR_RETURN(std::optional<BodsInterest> interest,
                           ReadInterest(node, closed, has_components, read, notes));
    if (interest) found.push_back(std::move(*interest));
  }
  return found;
}

std::vector<PlacedShare> CombinedShares(const std::string& owner, const std::string& owned,
                                        const std::vector<BodsInterest>& interests) {
  std::vector<Date> days;
  for (const BodsInterest& interest : interests) {
    days.push_back(interest.valid.from);
    days.push_back(interest.valid.to);
  }
  std::ranges::sort(days);
  days.erase(std::ranges::unique(days).begin(), days.end());
  std::vector<PlacedShare> shares;
  for (std::size_t i = 0; i + 1 < days.size(); ++i) {
    std::optional<PlacedShare> here;
    for (const BodsInterest& interest : interests) {
      if (!interest.valid.Contains(days[i])) continue;
      if (!here) {
        here = {{owner, owned, interest.share, {days[i], days[i + 1]}}, interest.place};
        continue;
      }
      Range& sum = here->share.share;
      sum.low = std::max(*sum.low, *interest.share.low);
      const std::int64_t both = sum.high->micros() + interest.share.high->micros();
      sum.high = std::min(kWhole, Decimal::FromMicros(both));
    }
    if (!here) continue;
    PlacedShare* last = shares.empty() ? nullptr : &shares.back();
    if (last != nullptr && last->share.valid.to == days[i] &&
        last->share.share == here->share.share) {
      last->share.valid.to = days[i + 1];
    } else {
      shares.push_back(std::move(*here));
    }
  }
  return shares;
}

}  // namespace licet

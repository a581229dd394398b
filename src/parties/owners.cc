#include "parties/owners.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "licet/base/csv.h"
#include "licet/base/text.h"

namespace licet {
namespace {

using Ids = std::map<std::string, std::size_t, std::less<>>;

constexpr Decimal kNone = Decimal();
constexpr Decimal kWhole = Decimal::FromInt(100);

using Row = PlacedShare;

auto Order(const OwnerShare& share) { return std::tie(share.owned, share.owner, share.valid.from); }

Result<std::string> ReadParty(const CsvTable& table, std::string_view column, const Ids& ids) {
  std::string id(Trim(table.Get(column)));
  if (ids.contains(id)) return id;
  std::vector<std::string> known;
  for (const auto& [party, index] : ids) known.push_back(party);
  const std::string near = DidYouMean(id, known);
  return Fail(ErrorCode::kUnknownName,
              fmt::format("{} {} is not a party{}", column, Quoted(id),
                          near.empty() ? "; add it to the parties file" : near),
              table.PlaceOf(column));
}

Result<std::string> ReadOwner(const CsvTable& table, const Ids& ids) {
  if (Trim(table.Get("owner")) == kUnknownParty) return std::string(kUnknownParty);
  return ReadParty(table, "owner", ids);
}

Result<Range> ReadShare(const CsvTable& table) {
  const std::string_view text = Trim(table.Get("share"));
  const Result<Range> parsed = Range::Parse(text);
  if (!parsed) {
    return Fail(parsed.error().code(), fmt::format("share: {}", parsed.error().sentence()),
                table.PlaceOf("share"));
  }
  const Range share = {parsed->low.value_or(kNone), parsed->high.value_or(kWhole)};
  if (*share.low < kNone || *share.high > kWhole || *share.low > *share.high) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("share is {}; write a percentage from 0 to 100, or leave it empty when "
                            "it is not known",
                            Quoted(text)),
                table.PlaceOf("share"));
  }
  return share;
}

Result<Date> ReadDay(const CsvTable& table, std::string_view column, Date when_empty) {
  const std::string_view text = Trim(table.Get(column));
  if (text.empty()) return when_empty;
  const Result<Date> day = Date::Parse(text);
  if (day) return *day;
  return Fail(day.error().code(), fmt::format("{}: {}", column, day.error().sentence()),
              table.PlaceOf(column));
}

Result<Row> ReadRow(const CsvTable& table, const Ids& ids) {
  Row row;
  row.place = table.PlaceOf("share");
  LICET_ASSIGN_OR_RETURN(row.share.owner, ReadOwner(table, ids));
  LICET_ASSIGN_OR_RETURN(row.share.owned, ReadParty(table, "owned", ids));
  LICET_ASSIGN_OR_RETURN(row.share.share, ReadShare(table));
  LICET_ASSIGN_OR_RETURN(row.share.valid.from, ReadDay(table, "from", Date::Min()));
  LICET_ASSIGN_OR_RETURN(row.share.valid.to, ReadDay(table, "to", Date::Max()));
  if (row.share.valid.Empty()) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("the share ends on {}, not after its start {}; 'to' is the first day "
                            "on which it is no longer held",
                            row.share.valid.to.ToString(), row.share.valid.from.ToString()),
                table.PlaceOf("to"));
  }
  if (row.share.owner == row.share.owned) {
    return Fail(ErrorCode::kCycle,
                fmt::format("{} cannot own itself; remove the row", Quoted(row.share.owner)),
                table.PlaceOf("owner"));
  }
  return row;
}

// REQUIRES: rows sorted. Several unknown owners may well be different ones.
Status CheckOverlaps(const std::vector<Row>& rows) {
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const OwnerShare& one = rows[i - 1].share;
    const OwnerShare& two = rows[i].share;
    if (one.owned != two.owned || one.owner != two.owner || one.owner == kUnknownParty) continue;
    if (!one.valid.Overlaps(two.valid)) continue;
    return Fail(
        ErrorCode::kDuplicate,
        fmt::format("two rows give the share of {} in {} for the same days ({} and {}); end "
                    "one where the other begins",
                    Quoted(one.owner), Quoted(one.owned), one.valid.ToString(),
                    two.valid.ToString()),
        rows[i].place);
  }
  return {};
}

// REQUIRES: rows[begin, end) are the owners of one party. A sum can only become
// too large on a day on which some share begins.
Status CheckSums(const std::vector<Row>& rows, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    const Date day = rows[i].share.valid.from;
    std::int64_t micros = 0;
    for (std::size_t j = begin; j < end; ++j) {
      if (rows[j].share.valid.Contains(day)) micros += rows[j].share.share.low->micros();
    }
    if (micros <= kWhole.micros()) continue;
    const Decimal sum = Decimal::FromMicros(micros);
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("the owners of {} hold {} percent in sum from {} on, more than 100; "
                            "correct the shares or their dates",
                            Quoted(rows[i].share.owned), sum.ToString(), day.ToString()),
                rows[i].place);
  }
  return {};
}

Status CheckRows(const std::vector<Row>& rows) {
  LICET_RETURN_IF_ERROR(CheckOverlaps(rows));
  for (std::size_t begin = 0; begin < rows.size();) {
    std::size_t end = begin;
    while (end < rows.size() && rows[end].share.owned == rows[begin].share.owned) ++end;
    LICET_RETURN_IF_ERROR(CheckSums(rows, begin, end));
    begin = end;
  }
  return {};
}

}  // namespace

Result<std::vector<OwnerShare>> CheckedShares(std::vector<PlacedShare> rows) {
  std::ranges::stable_sort(
      rows, [](const Row& a, const Row& b) { return Order(a.share) < Order(b.share); });
  LICET_RETURN_IF_ERROR(CheckRows(rows));
  std::vector<OwnerShare> shares;
  shares.reserve(rows.size());
  for (Row& row : rows) shares.push_back(std::move(row.share));
  return shares;
}

Result<std::vector<OwnerShare>> ReadOwners(std::unique_ptr<ByteSource> source,
                                           const std::string& path, const Ids& by_id) {
  LICET_ASSIGN_OR_RETURN(CsvTable table,
                         CsvTable::Open(CsvReader(std::move(source), path),
                                        {"owner", "owned", "share", "from", "to"}, {}));
  std::vector<Row> rows;
  while (true) {
    LICET_ASSIGN_OR_RETURN(const bool more, table.Next());
    if (!more) break;
    LICET_ASSIGN_OR_RETURN(Row row, ReadRow(table, by_id));
    rows.push_back(std::move(row));
  }
  return CheckedShares(std::move(rows));
}

void AddParentShares(const std::vector<Party>& parties, std::vector<OwnerShare>* shares) {
  const auto pair = [](const OwnerShare& share) { return std::tie(share.owned, share.owner); };
  const std::size_t on_record = shares->size();
  for (const Party& party : parties) {
    if (party.parent.empty()) continue;
    const auto end = shares->begin() + static_cast<std::ptrdiff_t>(on_record);
    const auto key = std::tie(party.id, party.parent);
    const auto found = std::ranges::lower_bound(shares->begin(), end, key, {}, pair);
    if (found != end && pair(*found) == key) continue;
    shares->push_back({.owner = party.parent,
                       .owned = party.id,
                       .share = Range::Between(kNone, kWhole),
                       .valid = {}});
  }
  std::ranges::stable_sort(
      *shares, [](const OwnerShare& a, const OwnerShare& b) { return Order(a) < Order(b); });
}

}  // namespace licet

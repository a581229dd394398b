#include "licet/ledger/record.h"

#include <fmt/format.h>

#include <utility>

#include "canonical.h"
#include "licet/base/text.h"

namespace licet {
namespace {

template <std::size_t... I>
std::vector<std::string_view> KindsOf(std::index_sequence<I...>) {
  return {std::variant_alternative_t<I, Action>::kKind...};
}
constexpr auto kEveryAction = std::make_index_sequence<std::variant_size_v<Action>>();

// Makes *action one of this kind, if it is not (most are of the kind of the last one); false when
// nobody knows the kind.
template <std::size_t... I>
bool SetKind(std::string_view kind, Action* action, std::index_sequence<I...>) {
  const auto become = [&]<std::size_t At>() {
    if (std::variant_alternative_t<At, Action>::kKind != kind) return false;
    if (action->index() != At) action->emplace<At>();
    return true;
  };
  return KindOf(*action) == kind || (become.template operator()<I>() || ...);
}

constexpr std::int64_t kDayMillis = 86'400'000;

int TwoDigits(std::string_view text, std::size_t at) {
  const auto digit = [&](std::size_t i) {
    return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : 1000;
  };
  return digit(at) * 10 + digit(at + 1);
}

}  // namespace

std::string_view KindOf(const Action& action) {
  return std::visit([](const auto& a) { return std::decay_t<decltype(a)>::kKind; }, action);
}

const std::vector<std::string_view>& ActionKinds() {
  static const std::vector<std::string_view> kinds = KindsOf(kEveryAction);
  return kinds;
}

std::string InstantText(std::int64_t millis) {
  std::string text;
  text.reserve(24);
  Date::FromDays(static_cast<std::int32_t>(millis / kDayMillis)).AppendTo(&text);
  const std::int64_t rest = millis % kDayMillis;
  const auto put = [&](char before, std::int64_t number, std::int64_t digits) {
    text += before;
    for (; digits > 0; digits /= 10) text += static_cast<char>('0' + number / digits % 10);
  };
  put('T', rest / 3'600'000, 10);
  put(':', rest / 60'000 % 60, 10);
  put(':', rest / 1000 % 60, 10);
  put('.', rest % 1000, 100);
  text += 'Z';
  return text;
}

Result<std::int64_t> ParseInstant(std::string_view text) {
  const auto bad = [&] {
    return Fail(ErrorCode::kParse, fmt::format("{} is no instant; write it as "
                                               "2026-08-19T10:00:00.000Z",
                                               Quoted(text)));
  };
  if (text.size() != 24 || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
      text[19] != '.' || text[23] != 'Z') {
    return bad();
  }
  LICET_ASSIGN_OR_RETURN(const Date day, Date::Parse(text.substr(0, 10)));
  const int hour = TwoDigits(text, 11);
  const int minute = TwoDigits(text, 14);
  const int second = TwoDigits(text, 17);
  const int hundredths = TwoDigits(text, 20);
  if (hour > 23 || minute > 59 || second > 59 || hundredths > 99 || text[22] < '0' ||
      text[22] > '9' || day.days() < 0) {
    return bad();
  }
  return day.days() * kDayMillis + ((hour * 60 + minute) * 60 + second) * 1000 + hundredths * 10 +
         (text[22] - '0');
}

void EncodeAction(const Action& action, std::string* out) {
  CanonicalWriter writer(out);
  std::visit([&](const auto& a) { writer.Object(a); }, action);
}

bool IsSame(const Action& a, const Action& b) {
  if (a.index() != b.index()) return false;
  std::string one;
  std::string other;
  EncodeAction(a, &one);
  EncodeAction(b, &other);
  return one == other;
}

void EncodeRecord(const RecordView& record, std::string* out) {
  const Command& command = record.command;
  CanonicalWriter writer(out);
  writer.Put('{');
  writer("at", InstantText(record.at));
  writer("by", command.by);
  writer("day", command.day, kNoDay);
  writer("id", command.id);
  writer.Key("kind");
  writer.Value(KindOf(command.action));
  writer("out", record.outcome);
  writer.Key("what");
  std::visit([&](const auto& a) { writer.Object(a); }, command.action);
  writer("why", command.why);
  writer("with", command.attached);
  writer.Put('}');
}

Result<Record> DecodeRecord(std::string_view bytes) {
  Record record;
  LICET_RETURN_IF_ERROR(DecodeRecord(bytes, &record));
  return record;
}

Status DecodeRecord(std::string_view bytes, Record* record) {
  CanonicalReader reader(bytes);
  const auto bad = [&](std::string_view what) {
    return Fail(ErrorCode::kParse,
                fmt::format("byte {} of a record is not canonical: {}", reader.position(), what));
  };
  Command& command = record->command;
  reader.Expect("{");
  const std::string_view at_text = reader.Key("at") ? reader.Word() : "";
  reader("by", command.by);
  reader("day", command.day, kNoDay);
  reader("id", command.id);
  const std::string_view kind = reader.Key("kind") ? reader.Word() : "";
  if (!reader.ok()) return bad("at, by, day, id and kind come first");
  const auto at = ParseInstant(at_text);
  if (!at) return bad("its instant");
  record->at = *at;
  if (!SetKind(kind, &command.action, kEveryAction)) {
    return bad(fmt::format("nobody knows the kind {}", Quoted(kind)));
  }
  reader("out", record->outcome);
  if (!reader.Key("what")) return bad("what was asked for");
  std::visit([&](auto& a) { reader.Value(&a); }, command.action);
  reader("why", command.why);
  reader("with", command.attached);
  reader.Expect("}");
  if (!reader.AtEnd()) return bad("a field is unknown, misplaced or at its default");
  return {};
}

}  // namespace licet

#include "licet/ledger/book.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "licet/base/text.h"
#include "replay.h"

namespace licet {

// One Submit: what the store calls back while it holds the lock.
class Book::Writing : public JournalWriter {
 public:
  Writing(Book* book, std::span<const Command> commands) : book_(*book), commands_(commands) {}

  // Asked anew for every attempt; what an attempt that failed decided is forgotten.
  std::uint64_t Known() const override {
    if (!book_.fresh_) book_.Forget();
    return book_.state_.records;
  }
  Status Follow(std::uint64_t sequence, std::string_view bytes) override {
    return FollowRecord(sequence, bytes, &book_.state_, &book_.tree_);
  }
  Result<JournalAddition> Decide(const JournalHead& head) override {
    LICET_RETURN_IF_ERROR(book_.CheckTree(head));
    book_.fresh_ = false;  // until the store says that all of it is written
    replies_.clear();
    replies_.reserve(commands_.size());
    addition_ = {};
    addition_.entries.reserve(commands_.size());
    const std::int64_t now = std::max(book_.clock_->Now(), book_.state_.at);
    for (const Command& command : commands_) LICET_RETURN_IF_ERROR(Take(command, now));
    AddFigures();
    addition_.head = book_.tree_.Head();
    return std::move(addition_);
  }
  std::vector<Reply> TakeReplies() { return std::move(replies_); }

 private:
  Status Take(const Command& command, std::int64_t now) {
    State& state = book_.state_;
    const std::uint32_t before = state.command_ids.Find(command.id);
    if (before != TextTable::kNone) {
      // Whether it is the same action, Submit looks up once the journal is free again.
      replies_.push_back({.sequence = before, .repeated = true});
      return {};
    }
    Answer answer = licet::Decide(state, command);
    if (!answer) {
      replies_.push_back({.refusal = std::move(answer).error()});
      return {};
    }
    const RecordView record(now, command, *answer);
    std::string bytes;
    bytes.reserve(longest_);
    EncodeRecord(record, &bytes);
    if (bytes.size() > kMaxRecordBytes) {
      replies_.push_back({.refusal = Refusal{RefusalCode::kBadCommand,
                                             "the record would be larger than a journal takes"}});
      return {};
    }
    longest_ = std::max(longest_, bytes.size());
    LICET_RETURN_IF_ERROR(Enact(&state, record));
    if (!record.outcome.legs.empty()) {
      for (const Draw& draw : state.DrawsOf(state.orders.back())) touched_.push_back(draw.account);
    }
    book_.tree_.Append(LeafHash(bytes), &addition_.tiles);
    addition_.entries.push_back({command.id, std::move(bytes)});
    replies_.push_back({.outcome = *std::move(answer), .sequence = state.records - 1});
    return {};
  }

  // The database checks the accounts that orders drew on; the others did not grow.
  void AddFigures() {
    std::ranges::sort(touched_);
    const auto again = std::ranges::unique(touched_);
    touched_.erase(again.begin(), again.end());
    const State& state = book_.state_;
    for (const std::uint32_t index : touched_) {
      const Account& account = state.accounts[index];
      // A flagged reversal may leave less than is committed; that is no oversale.
      const std::int64_t cap = CapOf(state, state.limits[account.limit]);
      addition_.figures.push_back(
          {state.AccountName(index), account.used(), account.overdrawn ? account.used() : cap});
    }
    touched_.clear();
  }

  Book& book_;
  std::span<const Command> commands_;
  std::vector<Reply> replies_;
  std::vector<std::uint32_t> touched_;  // accounts
  std::size_t longest_ = 512;           // record so far
  JournalAddition addition_;
};

Result<Book> Book::Open(std::unique_ptr<JournalStore> store, const Clock& clock) {
  Book book(std::move(store), clock);
  LICET_RETURN_IF_ERROR(book.Refresh());
  return book;
}

void Book::Forget() {
  state_ = State();
  tree_ = GrowingTree();
  fresh_ = true;
}

Status Book::Refresh() {
  if (!fresh_) Forget();
  LICET_ASSIGN_OR_RETURN(const JournalHead head, store_->Head());
  LICET_RETURN_IF_ERROR(FollowAll(*store_, head.size, &state_, &tree_));
  return CheckTree(head);
}

Status Book::CheckTree(const JournalHead& head) const {
  if (head.size == tree_.size() && head.frontier == tree_.Head().frontier) return {};
  return Fail(ErrorCode::kIo,
              fmt::format("the journal's {} records do not hash to its head; it was changed or is "
                          "damaged: run 'licet journal verify', restore it from a backup",
                          head.size));
}

Result<std::vector<Reply>> Book::Submit(std::span<const Command> commands) {
  Writing writing(this, commands);
  LICET_RETURN_IF_ERROR(store_->Write(writing));
  fresh_ = true;
  std::vector<Reply> replies = writing.TakeReplies();
  LICET_RETURN_IF_ERROR(Repeat(commands, &replies));
  return replies;
}

Result<Book::Ahead> Book::DecideAhead(std::span<const Command> commands) {
  Ahead ahead{tree_.Head(), {}, {}};
  Writing writing(this, commands);
  LICET_ASSIGN_OR_RETURN(ahead.addition, writing.Decide(ahead.before));
  ahead.replies = writing.TakeReplies();
  fresh_ = true;
  return ahead;
}

Status Book::Repeat(std::span<const Command> commands, std::vector<Reply>* replies) {
  for (std::size_t i = 0; i < replies->size(); ++i) {
    if ((*replies)[i].repeated) LICET_RETURN_IF_ERROR(Repeat(commands[i], &(*replies)[i]));
  }
  return {};
}

Status Book::Repeat(const Command& command, Reply* reply) {
  LICET_ASSIGN_OR_RETURN(Record record, ReadRecord(*store_, reply->sequence));
  if (IsSame(record.command.action, command.action)) {
    reply->outcome = std::move(record.outcome);
    return {};
  }
  *reply = {.refusal = Refusal{
                RefusalCode::kIdReused,
                fmt::format("id {} was used for another action before (record {}); take a new id",
                            Quoted(command.id), reply->sequence)}};
  return {};
}

Result<Reply> Book::Submit(const Command& command) {
  LICET_ASSIGN_OR_RETURN(std::vector<Reply> replies, Submit(std::span(&command, 1)));
  return std::move(replies.front());
}

Result<Record> ReadRecord(JournalStore& store, std::uint64_t sequence) {
  std::optional<Record> found;
  LICET_RETURN_IF_ERROR(
      store.Read(sequence, sequence + 1, [&](std::uint64_t, std::string_view bytes) -> Status {
        LICET_ASSIGN_OR_RETURN(found, DecodeRecord(bytes));
        return {};
      }));
  if (!found) {
    return Fail(ErrorCode::kUnknownName,
                fmt::format("the journal has no record {}; 'licet journal' commands count from 0",
                            sequence));
  }
  return *std::move(found);
}

}  // namespace licet

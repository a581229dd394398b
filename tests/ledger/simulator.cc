#include "simulator.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "licet/journal/journal.h"
#include "licet/journal/sqlite_store.h"
#include "licet/ledger/book.h"
#include "random_commands.h"
#include "record_model.h"
#include "simulated_disk.h"

namespace licet {
namespace {

constexpr char kFile[] = "book.db";
constexpr std::int64_t kDayMillis = 86'400'000;

// Somebody sets it now and then.
class JumpingClock : public Clock {
 public:
  Date Today() const override {
    return Date::FromDays(static_cast<std::int32_t>(now_ / kDayMillis));
  }
  std::int64_t Now() const override { return now_; }
  void Pass(std::int64_t millis) { now_ = std::max<std::int64_t>(0, now_ + millis); }

 private:
  std::int64_t now_ = 20'500 * kDayMillis;
};

// The journal read back record by record, and what follows from it.
struct Reading {
  RecordModel model;
  State state;
  std::vector<std::string> ids;
  std::optional<State> middle;  // after the first `middle_at` records
  std::string wrong;
};

class Life {
 public:
  explicit Life(const SimulationOptions& options)
      : options_(options),
        random_(options.seed * 2 + 1),
        disk_(options.seed * 2),
        commands_(options.seed) {
    report_.seed = options.seed;
  }

  SimulationReport Run();

 private:
  struct Answered {
    std::uint64_t sequence = 0;
    Action action;
    Effect outcome;
  };

  // Each says what is wrong; "" nothing.
  std::string Step();
  std::string Answer(const std::vector<Command>& batch);
  std::string CheckReplies(const std::vector<Command>& batch, const std::vector<Reply>& replies);
  std::string CheckReply(const Command& command, const Reply& reply, std::uint64_t* next);
  std::string FollowJournal();
  std::string Open();
  std::string Die(const std::vector<Command>& batch);
  std::string Stop();
  std::string CheckJournal(const std::vector<Command>& unanswered);
  std::string CheckUnfinished(const Reading& reading, const std::vector<Command>& unanswered);
  std::string Flip(const std::vector<std::string>& ids);
  std::string CompareFlipped(const std::string& file, const std::string& truth,
                             const std::vector<std::string>& ids);
  std::string CheckTree();
  Reading ReadAll(std::uint64_t middle_at);
  std::unique_ptr<JournalStore> OpenStore(std::string* wrong);

  void Arm();
  void Disarm();
  void Mix(std::uint64_t value) { report_.digest = (report_.digest ^ value) * 0x100000001b3; }
  std::uint64_t Below(std::uint64_t n) { return random_.Next() % n; }

  const SimulationOptions options_;
  SimulationReport report_;
  SeededRandom random_;
  SimulatedDisk disk_;
  JumpingClock clock_;
  RandomCommands commands_;
  std::optional<Book> book_;
  RecordModel model_;  // of what was answered
  std::unordered_map<std::string, Answered> accepted_;
  std::set<std::string> maybe_;                     // of batches whose answer was an error
  std::map<std::string, std::string> left_behind_;  // files, when the last process ended
  std::uint64_t followed_ = 0;                      // records that model_ took
  std::uint64_t kept_size_ = 0;                     // a former state of the tree
  TreeHash kept_root_ = EmptyRoot();
};

std::unique_ptr<JournalStore> Life::OpenStore(std::string* wrong) {
  auto store = OpenSqliteStore(kFile, StoreMode::kCreate,
                               {.vfs = disk_.name(), .exclusive = true, .busy_ms = 0});
  if (store) return *std::move(store);
  *wrong = store.error().ToString();
  return nullptr;
}

std::string Life::Open() {
  std::string wrong;
  auto store = OpenStore(&wrong);
  if (store == nullptr) return wrong;
  auto book = Book::Open(std::move(store), clock_);
  if (!book) return book.error().ToString();
  book_.emplace(*std::move(book));
  return "";
}

// One of the things that can go wrong in the next calls.
void Life::Arm() {
  const std::uint64_t roll = Below(1000);
  if (roll < options_.deaths) {
    if (!disk_.dying()) disk_.DieAfter(1 + Below(Below(2) == 0 ? 8 : 120));
  } else if (roll < options_.deaths + options_.faults) {
    switch (Below(4)) {
      case 0:
        disk_.FailWrites(1 + static_cast<int>(Below(3)));
        break;
      case 1:
        disk_.FailSyncs(1 + static_cast<int>(Below(2)));
        break;
      case 2:
        disk_.FailReads(1 + static_cast<int>(Below(3)));
        break;
      default:
        disk_.SetFull(true);
        break;
    }
  }
}

void Life::Disarm() {
  disk_.FailWrites(0);
  disk_.FailSyncs(0);
  disk_.FailReads(0);
  disk_.SetFull(false);
}

std::string Life::Step() {
  clock_.Pass(static_cast<std::int64_t>(Below(5000)));
  if (Below(100) == 0) clock_.Pass((static_cast<std::int64_t>(Below(800)) - 400) * kDayMillis);
  const std::uint64_t most = Below(3) == 0 ? 64 : 12;
  std::vector<Command> batch(1 + Below(most));
  for (Command& command : batch) command = commands_.Next();
  Arm();
  if (auto wrong = Answer(batch); !wrong.empty()) return wrong;
  Disarm();  // a death that has not come yet still may
  report_.batches += 1;
  return Below(1000) < options_.stops ? Stop() : "";
}

// Submits until there is an answer, as a caller would.
std::string Life::Answer(const std::vector<Command>& batch) {
  for (int attempt = 0; attempt < 6; ++attempt) {
    auto replies = book_->Submit(batch);
    if (disk_.dead()) {
      // What it answered while dying may be known to the caller or not.
      if (replies) {
        if (auto wrong = CheckReplies(batch, *replies); !wrong.empty()) return wrong;
      }
      if (auto wrong = Die(batch); !wrong.empty()) return wrong;
      if (replies) return "";
      continue;
    }
    if (replies) return CheckReplies(batch, *replies);
    report_.faults += 1;
    for (const Command& command : batch) maybe_.insert(command.id);
    if (attempt > 3) return "Submit fails without a cause: " + replies.error().ToString();
    if (attempt > 1) Disarm();
  }
  return "a batch was never answered";
}

std::string Life::CheckReplies(const std::vector<Command>& batch,
                               const std::vector<Reply>& replies) {
  if (replies.size() != batch.size()) return "not every command has its reply";
  std::uint64_t next = followed_;
  // Records of a try that reported an error stand before those of this one.
  for (const Reply& reply : replies) {
    if (!reply.refusal && !reply.repeated) {
      next = reply.sequence;
      break;
    }
  }
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (auto wrong = CheckReply(batch[i], replies[i], &next); !wrong.empty()) {
      return fmt::format("command '{}' ({}): {}", batch[i].id, KindOf(batch[i].action), wrong);
    }
    commands_.Learn(batch[i], replies[i]);
    report_.commands += 1;
  }
  maybe_.clear();
  // A dead disk is read after it came back.
  return disk_.dead() ? "" : FollowJournal();
}

std::string Life::CheckReply(const Command& command, const Reply& reply, std::uint64_t* next) {
  const auto before = accepted_.find(command.id);
  Mix(reply.sequence + (reply.repeated ? 7 : 0));
  if (reply.refusal) {
    const auto code = static_cast<std::size_t>(reply.refusal->code);
    Mix(1000 + code);
    report_.refused[code] += 1;
    if (reply.refusal->sentence.empty()) return "was refused without a sentence";
    const bool other = before != accepted_.end() && !IsSame(before->second.action, command.action);
    if (before != accepted_.end() && !other) return "was accepted before and is refused now";
    if (other && reply.refusal->code != RefusalCode::kIdReused) return "used an id for two actions";
    return "";
  }
  if (before != accepted_.end()) {
    report_.repeated += 1;
    if (!reply.repeated) return "was accepted twice";
    if (!IsSame(before->second.action, command.action)) return "used an id for two actions";
    return before->second.sequence == reply.sequence && before->second.outcome == reply.outcome
               ? ""
               : "was answered otherwise before";
  }
  report_.accepted += 1;
  if (reply.repeated && !maybe_.contains(command.id)) return "says that it was accepted before";
  if (!reply.repeated && reply.sequence != (*next)++) return "has a wrong sequence number";
  accepted_[command.id] = {reply.sequence, command.action, reply.outcome};
  return "";
}

// Takes what was written into the model, which checks every limit.
std::string Life::FollowJournal() {
  std::string wrong;
  const auto status = book_->store().Read(
      followed_, UINT64_MAX, [&](std::uint64_t sequence, std::string_view bytes) -> Status {
        wrong = model_.Take(bytes);
        followed_ = sequence + 1;
        if (wrong.empty()) return {};
        return Fail(ErrorCode::kInternal, fmt::format("record {}: {}", sequence, wrong));
      });
  if (!status) {
    if (!wrong.empty()) return status.error().ToString();
    Disarm();  // an armed fault hit this reading
    return FollowJournal();
  }
  return model_.Compare(book_->state());
}

Reading Life::ReadAll(std::uint64_t middle_at) {
  Reading reading;
  const auto status =
      book_->store().Read(0, UINT64_MAX, [&](std::uint64_t, std::string_view bytes) -> Status {
        if (reading.ids.size() == middle_at) reading.middle = reading.state;
        LICET_ASSIGN_OR_RETURN(const Record record, DecodeRecord(bytes));
        LICET_RETURN_IF_ERROR(Enact(&reading.state, record));
        reading.ids.push_back(record.command.id);
        reading.wrong = reading.model.Take(record);
        if (reading.wrong.empty()) return {};
        return Fail(ErrorCode::kInternal, reading.wrong);
      });
  if (!status) reading.wrong = status.error().ToString();
  return reading;
}

std::string Life::Die(const std::vector<Command>& batch) {
  book_.reset();
  const bool power = Below(3) != 0;
  (power ? report_.power_failures : report_.kills) += 1;
  disk_.Restart(power ? SimulatedDisk::Loss::kPower : SimulatedDisk::Loss::kNone);
  for (const Command& command : batch) maybe_.insert(command.id);
  // It may die again while it opens.
  if (Below(6) == 0) {
    disk_.DieAfter(1 + Below(20));
    (void)Open();
    book_.reset();
    disk_.Restart(SimulatedDisk::Loss::kPower);
  }
  left_behind_ = disk_.Image();
  if (auto wrong = Open(); !wrong.empty()) return "after a crash: " + wrong;
  return CheckJournal(batch);
}

// An orderly end and a new start.
std::string Life::Stop() {
  const std::string before = Describe(book_->state());
  book_.reset();
  disk_.Restart(SimulatedDisk::Loss::kNone);
  left_behind_ = disk_.Image();
  if (auto wrong = Open(); !wrong.empty()) return "after a stop: " + wrong;
  if (Describe(book_->state()) != before) return "the state after a stop is another one";
  return CheckJournal({});
}

std::string Life::CheckJournal(const std::vector<Command>& unanswered) {
  Reading reading = ReadAll(accepted_.size());
  if (!reading.wrong.empty()) return "reading back: " + reading.wrong;
  for (const auto& [id, answered] : accepted_) {
    if (answered.sequence < reading.ids.size() && reading.ids[answered.sequence] == id) continue;
    return fmt::format("'{}' was acknowledged as record {} and is lost", id, answered.sequence);
  }
  for (const std::string& id : reading.ids) {
    if (!accepted_.contains(id) && !maybe_.contains(id)) {
      return fmt::format("'{}' is there and nobody sent it", id);
    }
  }
  if (auto wrong = CheckUnfinished(reading, unanswered); !wrong.empty()) return wrong;
  if (Describe(reading.state) != Describe(book_->state())) return "replay differs from the state";
  if (auto audit = Audit(book_->state()); !audit) return audit.error().ToString();
  if (auto wrong = reading.model.Compare(book_->state()); !wrong.empty()) return wrong;
  if (auto wrong = CheckTree(); !wrong.empty()) return wrong;
  model_ = std::move(reading.model);
  followed_ = reading.ids.size();
  return Below(100) < options_.flips ? Flip(reading.ids) : "";
}

// A batch that had no answer is there as a whole or not at all.
std::string Life::CheckUnfinished(const Reading& reading, const std::vector<Command>& unanswered) {
  const std::uint64_t there = reading.ids.size() - accepted_.size();
  if (there == 0) return "";
  if (!reading.middle) return "records without an owner";
  State state = *reading.middle;
  report_.unfinished += 1;
  std::uint64_t expected = 0;
  for (const Command& command : unanswered) {
    if (state.command_ids.Find(command.id) != TextTable::kNone) continue;
    auto answer = Decide(state, command);
    if (!answer) continue;
    const Record record{state.at, command, *std::move(answer)};
    std::string bytes;
    EncodeRecord(record, &bytes);
    if (bytes.size() > kMaxRecordBytes) continue;
    if (auto status = Enact(&state, record); !status) return status.error().ToString();
    ++expected;
  }
  if (there == expected) return "";
  return fmt::format("{} records of a batch of {} are there", there, expected);
}

std::string Life::CheckTree() {
  JournalStore& store = book_->store();
  const auto head = store.Head();
  if (!head) return head.error().ToString();
  const auto kept = RootAt(kept_size_, HashesOf(store));
  if (!kept) return kept.error().ToString();
  if (*kept != kept_root_) return "the tree is not one that only grew";
  const auto verdict = VerifyJournal(store, std::nullopt);
  if (!verdict) return verdict.error().ToString();
  if (!verdict->Holds()) return verdict->findings.front();
  kept_size_ = head->size;
  kept_root_ = verdict->root;
  return "";
}

// Turns one bit of what the last process left behind. Either that is noticed, or it
// changed nothing.
std::string Life::Flip(const std::vector<std::string>& ids) {
  const std::string truth = Describe(book_->state());
  book_.reset();
  const auto image = disk_.Image();
  disk_.Reset(left_behind_);
  const auto files = disk_.Files();
  std::string wrong;
  if (const std::string file = files[Below(files.size())]; disk_.FlipBit(file)) {
    report_.flips += 1;
    if (Open().empty()) {
      wrong = CompareFlipped(file, truth, ids);
    } else {
      report_.flips_noticed += 1;
    }
  }
  book_.reset();
  disk_.Reset(image);
  return wrong.empty() ? Open() : wrong;
}

std::string Life::CompareFlipped(const std::string& file, const std::string& truth,
                                 const std::vector<std::string>& ids) {
  if (Describe(book_->state()) == truth) {
    report_.flips_harmless += 1;
    return "";
  }
  // SQLite cannot tell a damaged end of its log from a torn one.
  const Reading part = ReadAll(UINT64_MAX);
  if (file.ends_with("-wal") && part.wrong.empty() && part.ids.size() < ids.size() &&
      std::equal(part.ids.begin(), part.ids.end(), ids.begin()) &&
      Describe(part.state) == Describe(book_->state())) {
    report_.flips_in_log += 1;
    return "";
  }
  return fmt::format("a bit of '{}' was turned and the state is another one", file);
}

SimulationReport Life::Run() {
  report_.failure = Open();
  while (report_.failure.empty() && report_.commands < options_.commands) report_.failure = Step();
  if (report_.failure.empty()) report_.failure = Stop();
  report_.syncs = disk_.syncs();
  Mix(disk_.writes());
  if (book_) {
    for (const char c : Describe(book_->state())) Mix(static_cast<std::uint8_t>(c));
  }
  book_.reset();
  return std::move(report_);
}

}  // namespace

void SimulationReport::Add(const SimulationReport& other) {
  if (failure.empty() && !other.failure.empty()) {
    failure = other.failure;
    seed = other.seed;
  }
  for (std::uint64_t SimulationReport::* count :
       {&SimulationReport::commands, &SimulationReport::accepted, &SimulationReport::repeated,
        &SimulationReport::batches, &SimulationReport::power_failures, &SimulationReport::kills,
        &SimulationReport::unfinished, &SimulationReport::faults, &SimulationReport::flips,
        &SimulationReport::flips_noticed, &SimulationReport::flips_harmless,
        &SimulationReport::flips_in_log, &SimulationReport::syncs}) {
    this->*count += other.*count;
  }
  for (std::size_t i = 0; i < refused.size(); ++i) refused[i] += other.refused[i];
  digest ^= other.digest;
}

SimulationReport Simulate(const SimulationOptions& options) { return Life(options).Run(); }

}  // namespace licet

// A journal writer for tests: it keeps the tree and adds what it is told to.

#ifndef LICET_TESTS_JOURNAL_WRITERS_H_
#define LICET_TESTS_JOURNAL_WRITERS_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "licet/journal/merkle.h"
#include "licet/journal/store.h"

namespace licet {

class TestWriter : public JournalWriter {
 public:
  // Changes what is about to be written, or refuses.
  using Change = std::function<Status(JournalAddition*)>;

  std::uint64_t Known() const override { return tree_.size(); }

  Status Follow(std::uint64_t sequence, std::string_view bytes) override {
    if (sequence != tree_.size()) {
      return Fail(ErrorCode::kInternal, "followed out of order");
    }
    tree_.Append(LeafHash(bytes), &ignored_);
    ignored_.clear();
    followed_.emplace_back(bytes);
    return {};
  }

  Result<JournalAddition> Decide(const JournalHead& head) override {
    ++decided_;
    if (head.size != tree_.size() || head.frontier != tree_.Head().frontier) {
      return Fail(ErrorCode::kInternal, "the head is not where the writer is");
    }
    JournalAddition addition;
    addition.entries = make_ ? make_(followed_) : entries_;
    addition.figures = figures_;
    GrowingTree grown = tree_;
    for (const JournalEntry& entry : addition.entries) {
      grown.Append(LeafHash(entry.bytes), &addition.tiles);
    }
    addition.head = grown.Head();
    if (change_) {
      if (auto changed = change_(&addition); !changed) return std::unexpected(changed.error());
    }
    added_ = addition.entries;
    return addition;
  }

  Status Add(JournalStore& store, std::vector<JournalEntry> entries,
             std::vector<JournalFigure> figures = {}, Change change = {}) {
    entries_ = std::move(entries);
    figures_ = std::move(figures);
    change_ = std::move(change);
    make_ = nullptr;
    return Write(store);
  }

  // What is added follows from all records before.
  using Make = std::function<std::vector<JournalEntry>(const std::vector<std::string>& records)>;
  Status AddMade(JournalStore& store, Make make) {
    figures_.clear();
    change_ = nullptr;
    make_ = std::move(make);
    return Write(store);
  }

  const GrowingTree& tree() const { return tree_; }
  // Every record of the journal that this writer knows of.
  const std::vector<std::string>& records() const { return followed_; }
  int decided() const { return decided_; }

 private:
  Status Write(JournalStore& store) {
    added_.clear();
    if (auto written = store.Write(*this); !written) {
      // As the interface asks: forget everything.
      tree_ = GrowingTree();
      followed_.clear();
      return written;
    }
    for (const JournalEntry& entry : added_) {
      tree_.Append(LeafHash(entry.bytes), &ignored_);
      followed_.push_back(entry.bytes);
    }
    ignored_.clear();
    return {};
  }

  GrowingTree tree_;
  std::vector<std::string> followed_;
  std::vector<JournalTile> ignored_;
  std::vector<JournalEntry> entries_;
  std::vector<JournalEntry> added_;
  std::vector<JournalFigure> figures_;
  Change change_;
  Make make_;
  int decided_ = 0;
};

// `count` records with ids, numbered from `from` on.
inline std::vector<JournalEntry> Numbered(std::uint64_t from, std::uint64_t count) {
  std::vector<JournalEntry> entries;
  for (std::uint64_t i = from; i < from + count; ++i) {
    entries.push_back({"id-" + std::to_string(i), "record " + std::to_string(i)});
  }
  return entries;
}

inline std::vector<std::string> AllRecords(JournalStore& store, std::uint64_t from = 0,
                                           std::uint64_t to = UINT64_MAX) {
  std::vector<std::string> records;
  auto status = store.Read(from, to, [&](std::uint64_t sequence, std::string_view bytes) -> Status {
    if (sequence != from + records.size()) return Fail(ErrorCode::kInternal, "out of order");
    records.emplace_back(bytes);
    return {};
  });
  if (!status) records = {"read failed: " + status.error().ToString()};
  return records;
}

}  // namespace licet

#endif  // LICET_TESTS_JOURNAL_WRITERS_H_

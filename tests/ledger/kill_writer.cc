// kill_writer WHERE NAME: sends orders of one unit on the hot licence to the ledger
// at WHERE, and says on its output what was acknowledged: "ID SEQUENCE", a line
// each. Ends when nothing is left (0) or on an error (3); mostly it is killed. A NAME
// that begins with "p" has its next batch decided while one is written.

#include <fmt/format.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "licet/base/seams.h"
#include "licet/ledger/book.h"
#include "licet/ledger/pipeline.h"

namespace licet {
namespace {

bool Say(std::string_view line) {
  return write(STDOUT_FILENO, line.data(), line.size()) == static_cast<ssize_t>(line.size());
}

Command Make(const std::string& id, Action action) {
  return {id, "writer", "", Date::FromDays(20'500), std::move(action)};
}

std::vector<Command> BatchOf(const std::string& name, int i) {
  const std::string id = fmt::format("{}-{}", name, i);
  std::vector<Command> batch = {
      Make(id, PlaceOrder{.order = id, .units = 1, .regimes = {"us-ear", "cn-import"}})};
  if (i % 3 == 0) batch.push_back(Make(id + "s", Ship{.order = id, .shipment = id, .units = 1}));
  if (i % 5 == 1) batch.push_back(Make(id + "c", Cancel{.order = id}));
  return batch;
}

// False when nothing is left, or nobody listens.
bool Acknowledge(const std::vector<Command>& batch, const std::vector<Reply>& replies) {
  for (std::size_t k = 0; k < replies.size(); ++k) {
    if (!replies[k].accepted()) continue;
    if (!Say(fmt::format("{} {}\n", batch[k].id, replies[k].sequence))) return false;
  }
  return replies[0].accepted();
}

Status Write(const std::string& where, const std::string& name) {
  const auto clock = RealClock();
  LICET_ASSIGN_OR_RETURN(auto store, OpenJournalStore(where, StoreMode::kReadWrite));
  LICET_ASSIGN_OR_RETURN(Book book, Book::Open(std::move(store), *clock));
  if (!name.starts_with('p')) {
    for (int i = 0;; ++i) {
      const std::vector<Command> batch = BatchOf(name, i);
      LICET_ASSIGN_OR_RETURN(const std::vector<Reply> replies, book.Submit(batch));
      if (!Acknowledge(batch, replies)) return {};
    }
  }
  Pipeline pipeline(std::move(book));
  auto before = pipeline.Submit(BatchOf(name, 0));
  for (int i = 1;; ++i) {
    auto next = pipeline.Submit(BatchOf(name, i));
    LICET_ASSIGN_OR_RETURN(const std::vector<Reply> replies, before.get());
    if (!Acknowledge(BatchOf(name, i - 1), replies)) return {};
    before = std::move(next);
  }
}

}  // namespace
}  // namespace licet

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto status = licet::Write(argv[1], argv[2]);
  if (status) return 0;
  fmt::print(stderr, "kill_writer {}: {}\n", argv[2], status.error().ToString());
  return 3;
}

// What one thread of `licet check` does with a part of the orders.

#ifndef LICET_CLI_CHECK_WORKER_H_
#define LICET_CLI_CHECK_WORKER_H_

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "commands.h"
#include "licet/gate/batch.h"
#include "licet/gate/bulk.h"
#include "licet/gate/settle.h"

namespace licet {

// Texts that were written out, to be written into again: tens of megabytes of
// explanations a part would otherwise be asked of the system anew each time.
// Thread safety: any thread.
class SpareTexts {
 public:
  std::string Take();
  void Give(std::string text);

 private:
  std::mutex mutex_;
  std::vector<std::string> texts_;
};

struct CheckedPart : PartOutcome {
  explicit CheckedPart(std::shared_ptr<SpareTexts> texts)
      : text(texts->Take()), spare(std::move(texts)) {}
  ~CheckedPart() override { spare->Give(std::move(text)); }

  std::string text;  // rows, as they go to the output
  std::shared_ptr<SpareTexts> spare;
  std::vector<std::string> json;  // the decisions, when a report is wanted
  std::uint64_t counts[3] = {};   // by Verdict
};

// Asks the ledger about an order and completes its evidence.
using AskLedger = std::function<Result<Settled>(Engine& engine, Order* order)>;

class CheckWorker : public PartWorker {
 public:
  // `console` is only read: width and colour.
  CheckWorker(const Console& console, const CheckOptions& options, Engine engine,
              const Clocks& clocks, KindPool* pool, AskLedger ledger = {});

  Result<std::unique_ptr<PartOutcome>> Run(const OrderPart& part) override;

 private:
  Status Take(const OrderRecord& record);
  void Flush(CheckedPart* out);
  void AppendCsv(std::size_t i, std::string* out);
  void AppendTable(std::size_t i, std::string* out);
  void AppendHits(const Order& order, std::string* out) const;
  void AppendJson(std::size_t i, CheckedPart* out);
  void AppendSettledCsv(const Settled& settled, std::string* out) const;
  void AppendSettledLine(const Settled& settled, std::string* out) const;
  void AppendSettledJson(const Settled& settled, std::string* out) const;

  const Console& console_;
  const CheckOptions& options_;
  Engine engine_;
  BatchJudge judge_;
  AskLedger ledger_;
  std::vector<Settled> settled_;  // by order of the block, where the ledger is asked
  std::string screened_;          // scratch
  const std::shared_ptr<SpareTexts> spare_ = std::make_shared<SpareTexts>();
};

// The first line of the CSV output.
std::string CheckCsvHeader(bool ledger);

}  // namespace licet

#endif  // LICET_CLI_CHECK_WORKER_H_

// What one thread of `licet check` does with a part of the orders.

#ifndef LICET_CLI_CHECK_WORKER_H_
#define LICET_CLI_CHECK_WORKER_H_

#include <map>
#include <string>

#include "commands.h"
#include "licet/gate/batch.h"
#include "licet/gate/bulk.h"

namespace licet {

struct CheckedPart : PartOutcome {
  std::string text;               // rows, as they go to the output
  std::vector<std::string> json;  // the decisions, when a report is wanted
  std::uint64_t counts[3] = {};   // by Verdict
};

class CheckWorker : public PartWorker {
 public:
  // `console` is only read: width and colour.
  CheckWorker(const Console& console, const CheckOptions& options, Engine engine,
              const Clocks& clocks, KindPool* pool);

  Result<std::unique_ptr<PartOutcome>> Run(const OrderPart& part) override;

 private:
  void Flush(CheckedPart* out);
  void AppendCsv(std::size_t i, std::string* out);
  void AppendTable(std::size_t i, std::string* out);
  void AppendJson(std::size_t i, CheckedPart* out);

  const Console& console_;
  const CheckOptions& options_;
  Engine engine_;
  BatchJudge judge_;
};

// The first line of the CSV output.
std::string_view CheckCsvHeader();

}  // namespace licet

#endif  // LICET_CLI_CHECK_WORKER_H_

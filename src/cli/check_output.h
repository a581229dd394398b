// Where the rows of `licet check` go: held back while they are few, so that a
// bad order late in a small file leaves no half output; then streamed. With
// --output they go to FILE.part, with a note of how far they are beside it, and
// the file appears under its name when all is done.

#ifndef LICET_CLI_CHECK_OUTPUT_H_
#define LICET_CLI_CHECK_OUTPUT_H_

#include <memory>
#include <string>

#include "check_worker.h"

namespace licet {

class CheckOutput {
 public:
  CheckOutput(Console& console, const CheckOptions& options)
      : console_(console), options_(options) {}

  // Finds where an interrupted run stopped and goes on there; what was known
  // then is known now. `law` stands for everything else that decides.
  Status Resume(std::uint64_t law, Clocks* clocks, BulkOptions* bulk);
  Status Start(std::uint64_t law, const Clocks& clocks);

  Status Add(const CheckedPart& part);
  // The end of the output, after the last part.
  Status Finish();
  // After an error: what of the output stands, in words; "" when nothing does.
  std::string WhatStands() const;

  std::uint64_t judged() const { return judged_; }
  std::uint64_t count(Verdict verdict) const { return counts_[static_cast<std::size_t>(verdict)]; }

 private:
  Status Write(std::string_view text);
  Status WriteNote(const CheckedPart& part);
  std::string Head() const;
  std::string Tail() const;

  Console& console_;
  const CheckOptions& options_;
  std::uint64_t law_ = 0;
  Date known_at_;
  std::string held_;
  bool streaming_ = false;
  bool empty_ = true;
  std::unique_ptr<ByteSink> sink_;
  std::uint64_t written_ = 0;  // bytes of FILE.part
  std::uint64_t judged_ = 0;
  std::uint64_t counts_[3] = {};
  std::int64_t noted_at_ = 0;
};

}  // namespace licet

#endif  // LICET_CLI_CHECK_OUTPUT_H_

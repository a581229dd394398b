// What licet screen prints, as a table, JSON or CSV.

#ifndef LICET_CLI_SCREEN_OUTPUT_H_
#define LICET_CLI_SCREEN_OUTPUT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "commands.h"
#include "licet/screening/rescreen.h"
#include "licet/screening/screener.h"

namespace licet {

struct AskedName {
  std::string name;
  std::string country;
  std::string id;
  std::string address;
  std::vector<Identifier> identifiers;
  Place place;
  Screening found;
  std::vector<NameExplanation> why;          // by hit
  std::optional<Rescreener::Answer> answer;  // when it is kept, or was
  std::optional<Error> error;
};

class ScreenOutput {
 public:
  ScreenOutput(Console& console, OutputFormat format, const ScreeningIndex& index);

  void Add(const AskedName& asked);
  void Finish();

  std::uint64_t asked() const { return asked_; }
  std::uint64_t found() const { return matched_; }  // names with a match

 private:
  void AddTable(const AskedName& asked);
  void AddJson(const AskedName& asked);
  void AddCsv(const AskedName& asked);

  Console& console_;
  const OutputFormat format_;
  const ScreeningIndex& index_;
  std::uint64_t asked_ = 0;
  std::uint64_t matched_ = 0;
  std::uint64_t near_ = 0;
  std::uint64_t cleared_ = 0;  // names all of whose hits are cleared
};

class PairOutput {
 public:
  PairOutput(Console& console, OutputFormat format);
  void Add(const std::string& query, const std::string& listed, int score);
  void Finish();

 private:
  Console& console_;
  const OutputFormat format_;
  std::uint64_t pairs_ = 0;
  std::uint64_t matches_ = 0;
};

}  // namespace licet

#endif  // LICET_CLI_SCREEN_OUTPUT_H_

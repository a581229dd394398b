// Commands that keep a ledger busy: licences of two regimes with limits of every
// kind, orders that fit, nearly fit and do not, and everything that happens to them
// afterwards, with repeats and nonsense in between. The same seed and the same
// answers give the same commands.
//
// Thread safety: one object, one thread.

#ifndef LICET_TESTS_LEDGER_RANDOM_COMMANDS_H_
#define LICET_TESTS_LEDGER_RANDOM_COMMANDS_H_

#include <cstdint>
#include <deque>
#include <initializer_list>
#include <map>
#include <string>
#include <vector>

#include "licet/base/seams.h"
#include "licet/ledger/book.h"

namespace licet {

class RandomCommands {
 public:
  explicit RandomCommands(std::uint64_t seed);

  Command Next();
  // What became of a command; later ones build on it.
  void Learn(const Command& command, const Reply& reply);

 private:
  struct Known {
    std::string id;
    std::string regime;
    Terms terms = {};
    std::vector<LimitTerms> limits = {};
    bool active = false;
  };

  void SetUp();
  void Learn(const Action& action);
  Action Choose();
  Action Licences();
  Action House();
  Action MakeApplication();
  Action MakeApproval();
  Action MakeAmendment();
  Action MakeOrder();
  Action MakeShipment();
  Action MakeCancel();
  Action MakeReversal();
  Action MakeCredit();
  Action MakeLimitChange();
  Action MakeRound();
  Action MakePolicy();
  Action MakeNonsense();
  Command Repeat();
  Terms MakeTerms(const Known& known, std::vector<LimitTerms>* brought);

  std::uint64_t Below(std::uint64_t n) { return random_.Next() % n; }
  bool Chance(std::uint64_t of_100) { return Below(100) < of_100; }
  std::string Pick(std::initializer_list<const char*> list);
  std::string Party(char kind, std::uint64_t count);
  std::string NewId(const char* kind);
  Known* AnyLicence(bool active);
  const std::string* Recent(const std::vector<std::string>& ids);
  Date Today();

  SeededRandom random_;
  std::deque<Command> prepared_;
  std::vector<Command> past_;  // some of those that were sent
  std::vector<Known> licences_;
  std::vector<std::string> limits_;
  std::vector<std::string> orders_;
  std::vector<std::string> shipments_;
  std::vector<std::string> open_proposals_;
  std::map<std::string, Command> proposals_;
  std::uint64_t made_ = 0;
  std::int32_t day_ = 0;
};

}  // namespace licet

#endif  // LICET_TESTS_LEDGER_RANDOM_COMMANDS_H_

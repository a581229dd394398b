// Reading a journal into a state: several threads read, hash, decode and apply, so that
// a long journal takes about half as long on two cores.

#ifndef LICET_LEDGER_REPLAY_H_
#define LICET_LEDGER_REPLAY_H_

#include <cstdint>
#include <string_view>

#include "licet/base/error.h"
#include "licet/journal/merkle.h"
#include "licet/journal/store.h"
#include "licet/ledger/state.h"

namespace licet {

// One record that follows those in *state.
Status FollowRecord(std::uint64_t sequence, std::string_view bytes, State* state,
                    GrowingTree* tree);

// Every record up to `to`. After an error *state stands at some record before it.
Status FollowAll(JournalStore& store, std::uint64_t to, State* state, GrowingTree* tree);

}  // namespace licet

#endif  // LICET_LEDGER_REPLAY_H_

// Reads any bytes as a signed note, a checkpoint, a key, a bundle and a proof.
// Whatever is accepted must come back byte for byte: a proof with two forms could
// be counted twice.

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "licet/journal/proof.h"
#include "licet/journal/tiles.h"

namespace {

void Check(bool good) {
  if (!good) std::abort();
}

const licet::VerifierKey& Key() {
  static const licet::VerifierKey key = *licet::VerifierKey::Parse(
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  return key;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto note = licet::ParseNote(text)) {
    Check(note->ToString() == text);
    (void)licet::CheckSignatures(*note, {&Key(), 1});
  }
  if (const auto checkpoint = licet::ParseCheckpoint(text)) Check(checkpoint->ToText() == text);
  if (const auto key = licet::VerifierKey::Parse(text)) Check(key->ToString() == text);
  if (const auto key = licet::SignerKey::Parse(text)) Check(key->ToString() == text);
  if (const auto proof = licet::ParseRecordProof(text)) {
    Check(proof->ToString() == text);
    (void)licet::CheckRecordProof(*proof, Key());
  }
  if (const auto proof = licet::ParseGrowthProof(text)) {
    Check(proof->ToString() == text);
    (void)licet::CheckGrowthProof(*proof, Key());
  }
  if (const auto records = licet::ParseBundle(text)) {
    std::string again;
    for (const std::string& record : *records) licet::AppendToBundle(record, &again);
    Check(again == text);
  }
  return 0;
}

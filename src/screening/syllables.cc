#include "syllables.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "korean.h"

namespace licet {

namespace {

std::optional<KoreanScript> KoreanScriptOf(ScriptRun::Script script) {
  switch (script) {
    case ScriptRun::Script::kLatin:
      return KoreanScript::kLatin;
    case ScriptRun::Script::kCyrillic:
      return KoreanScript::kCyrillic;
    case ScriptRun::Script::kThai:
      return KoreanScript::kThai;
    case ScriptRun::Script::kHangul:
      return KoreanScript::kHangul;
    default:
      return std::nullopt;
  }
}

// Whether the words were a Korean name.
bool TakeKorean(const Words::Impl& dictionary, std::vector<RawWord>* raw) {
  std::vector<KoreanWord> words;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < raw->size(); ++i) {
    const RawWord& word = (*raw)[i];
    const std::optional<KoreanScript> script = KoreanScriptOf(word.script);
    if (!script) return false;
    const auto found = dictionary.classes.find(word.text);
    if (found != dictionary.classes.end() && found->second == WordClass::kTitle) continue;
    words.push_back({word.text, *script});
    places.push_back(i);
  }
  const std::vector<KoreanPart> parts = ReadKorean(words);
  if (parts.empty()) return false;
  std::vector<RawWord> all;
  std::size_t next = 0;
  for (std::size_t i = 0; i < raw->size(); ++i) {
    if (next == parts.size() || places[parts[next].word] != i) all.push_back((*raw)[i]);
    for (; next < parts.size() && places[parts[next].word] == i; ++next) {
      all.push_back((*raw)[i]);
      all.back().text = parts[next].text;
      all.back().korean = parts[next].sound;
      all.back().vowelless = parts[next].by_ear;
      all.back().seen = nullptr;
    }
  }
  *raw = std::move(all);
  return true;
}

bool IsLatin(const RawWord& word) {
  return word.script == ScriptRun::Script::kLatin && word.korean.empty();
}

}  // namespace

void SplitPersonInHangul(const Words::Impl& words, Romaniser* romaniser,
                         std::vector<RawWord>* raw) {
  constexpr std::size_t kLetters = 3;
  constexpr std::size_t kBytes = 3;  // of a syllable in UTF-8
  if (raw->size() != 1 || raw->front().script != ScriptRun::Script::kHangul) return;
  const std::string& shown = raw->front().shown;
  if (shown.size() != kLetters * kBytes || raw->front().seen->known) return;
  std::vector<RawWord> split;
  for (std::size_t at = 0; at < shown.size(); at += kBytes) {
    Romanised one = romaniser->Read(shown.substr(at, kBytes));
    if (one.runs.size() != 1) return;
    split.push_back(
        {std::move(one.runs[0].ascii), std::move(one.runs[0].shown), ScriptRun::Script::kHangul});
  }
  if (TakeKorean(words, &split)) *raw = std::move(split);
}

void FindKorean(const Words::Impl& words, std::vector<RawWord>* raw) {
  constexpr std::size_t kWordsMost = 5;
  if (raw->size() < 2 || raw->size() > kWordsMost) return;
  const bool may_be = std::any_of(raw->begin(), raw->end(), [](const RawWord& word) {
    if (word.seen->korean == 0) return false;
    const std::optional<KoreanScript> script = KoreanScriptOf(word.script);
    return script && (word.seen->korean & KoreanScriptBit(*script)) != 0;
  });
  if (may_be) TakeKorean(words, raw);
}

void JoinPinyin(const Words::Impl& words, std::vector<RawWord>* raw) {
  constexpr std::size_t kWordsMost = 4;
  std::vector<RawWord> joined;
  for (std::size_t at = 0; at < raw->size(); ++at) {
    const RawWord& first = (*raw)[at];
    joined.push_back(first);
    if (!IsLatin(first) || !first.seen->begins_pinyin) continue;
    std::string text = first.text;
    std::string shown = first.shown;
    std::size_t last = at;
    for (std::size_t next = at + 1; next < std::min(raw->size(), at + kWordsMost); ++next) {
      if (!IsLatin((*raw)[next])) break;
      text += (*raw)[next].text;
      shown += " " + (*raw)[next].shown;
      if (!words.pinyin_words.contains(text)) continue;
      last = next;
      joined.back().text = text;
      joined.back().shown = shown;
      joined.back().seen = nullptr;
    }
    at = last;
  }
  *raw = std::move(joined);
}

}  // namespace licet

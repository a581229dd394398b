#include "words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "romanise.h"
#include "sound.h"

namespace licet {

namespace {

using Row = std::vector<std::string>;

Result<std::vector<Row>> ReadRows(Disk& disk, const std::string& path,
                                  const std::vector<std::string>& columns) {
  LICET_ASSIGN_OR_RETURN(auto source, disk.OpenForReading(path));
  LICET_ASSIGN_OR_RETURN(CsvTable table, CsvTable::Open(CsvReader(std::move(source), path), columns,
                                                        {"language", "source"}));
  std::vector<Row> rows;
  while (true) {
    LICET_ASSIGN_OR_RETURN(const bool more, table.Next());
    if (!more) return rows;
    Row& row = rows.emplace_back();
    for (const std::string& column : columns) {
      row.emplace_back(table.At(table.IndexOf(column)).text);
    }
  }
}

constexpr std::array<std::pair<std::string_view, WordClass>, 5> kClasses = {
    {{"business", WordClass::kBusiness},
     {"institution", WordClass::kInstitution},
     {"place", WordClass::kPlace},
     {"title", WordClass::kTitle},
     {"function", WordClass::kFunction}}};

class Loader {
 public:
  Loader(Disk& disk, std::string folder, Words::Impl* words)
      : disk_(disk), folder_(std::move(folder)), words_(*words) {}

  Status Run() {
    LICET_RETURN_IF_ERROR(LoadClasses());
    LICET_RETURN_IF_ERROR(LoadAbbreviations());
    LICET_RETURN_IF_ERROR(LoadTranslations());
    LICET_RETURN_IF_ERROR(LoadLegalForms());
    LICET_RETURN_IF_ERROR(LoadNicknames());
    IndexMisspelt();
    return {};
  }

 private:
  std::string PathOf(const char* file) const { return folder_ + "/" + file; }

  // The words of a text in any script but Han, as ASCII.
  std::vector<std::string> WordsOf(const std::string& text, std::u32string* han,
                                   bool* vowelless = nullptr) {
    std::vector<std::string> words;
    for (const ScriptRun& run : romaniser_.Read(text).runs) {
      if (vowelless != nullptr) *vowelless = run.vowelless();
      if (run.script == ScriptRun::Script::kHan) {
        *han += run.han;
      } else {
        words.push_back(run.ascii);
      }
    }
    return words;
  }
  std::string PinyinOf(const std::u32string& han) {
    std::string pinyin;
    for (const char32_t c : han) pinyin += romaniser_.Pinyin(c);
    return pinyin;
  }

  Status LoadClasses() {
    const std::string path = PathOf("generic-words.csv");
    LICET_ASSIGN_OR_RETURN(const auto rows, ReadRows(disk_, path, {"word", "class"}));
    for (const Row& row : rows) {
      const auto found = std::find_if(kClasses.begin(), kClasses.end(),
                                      [&](const auto& one) { return one.first == row[1]; });
      if (found == kClasses.end()) {
        return Fail(ErrorCode::kUnknownName,
                    fmt::format("{} is no class of words; write business, institution, place, "
                                "title or function",
                                Quoted(row[1])),
                    {path, 0, 0});
      }
      std::u32string han;
      bool vowelless = false;
      for (const std::string& word : WordsOf(row[0], &han, &vowelless)) {
        (vowelless ? words_.vowelless_classes : words_.classes).try_emplace(word, found->second);
      }
    }
    return {};
  }

  Status LoadAbbreviations() {
    LICET_ASSIGN_OR_RETURN(const auto rows,
                           ReadRows(disk_, PathOf("abbreviations.csv"), {"short", "long"}));
    // Numbers are digits, however they are written.
    auto is_number = [](const std::string& text) {
      return text.find_first_not_of("0123456789") == std::string::npos;
    };
    for (const Row& row : rows) {
      const bool turned = is_number(row[0]);
      if (row[0] != row[1]) words_.means.try_emplace(row[turned ? 1 : 0], row[turned ? 0 : 1]);
    }
    return {};
  }

  // A Han word is also known by its pinyin, unless that is too short to be sure.
  Status LoadTranslations() {
    constexpr std::size_t kPinyinMin = 4;
    constexpr std::size_t kRomanMin = 3;
    LICET_ASSIGN_OR_RETURN(const auto rows,
                           ReadRows(disk_, PathOf("translations.csv"), {"text", "means"}));
    for (const Row& row : rows) {
      std::u32string han;
      bool vowelless = false;
      const std::vector<std::string> words = WordsOf(row[0], &han, &vowelless);
      if (!han.empty() && words.empty()) {
        AddForeign(han, {row[1], false});
        const std::string pinyin = PinyinOf(han);
        if (han.size() >= 2 && pinyin.size() >= kPinyinMin) {
          words_.means.try_emplace(pinyin, row[1]);
          words_.pinyin_words.insert(pinyin);
          for (std::size_t n = 1; n < han.size(); ++n) {
            words_.pinyin_beginnings.insert(PinyinOf(han.substr(0, n)));
          }
        }
      } else if (han.empty() && words.size() == 1 && words[0].size() >= kRomanMin &&
                 words[0] != row[1]) {
        (vowelless ? words_.vowelless_means : words_.means).try_emplace(words[0], row[1]);
      }
    }
    return {};
  }

  Status LoadLegalForms() {
    LICET_ASSIGN_OR_RETURN(const auto rows,
                           ReadRows(disk_, PathOf("legal-forms.csv"), {"form", "means"}));
    for (const Row& row : rows) {
      std::u32string han;
      bool vowelless = false;
      std::vector<std::string> words = WordsOf(row[0], &han, &vowelless);
      if (!han.empty() && words.empty()) {
        AddForeign(han, {row[1], true});
        AddLegal({PinyinOf(han)}, row[1]);
      } else if (han.empty() && !words.empty()) {
        for (std::string& word : words) {
          if (vowelless) word = Words::Impl::kVowelless + word;
        }
        AddLegal(words, row[1]);
      }
    }
    return {};
  }

  void AddForeign(const std::u32string& text, Words::Impl::Foreign foreign) {
    words_.foreign_length_max = std::max(words_.foreign_length_max, text.size());
    words_.foreign.insert_or_assign(text, std::move(foreign));
  }
  void AddLegal(std::vector<std::string> words, const std::string& means) {
    constexpr std::size_t kSureInAnyOrder = 3;
    words_.legal_words_max = std::max(words_.legal_words_max, words.size());
    if (!words_.legal_forms.try_emplace(Join(words, " "), means).second) return;
    for (const std::string& word : words) {
      const auto [found, added] = words_.legal_word_numbers.try_emplace(
          word, static_cast<std::uint32_t>(words_.legal_words.size()));
      if (added) {
        words_.legal_misspelt.Add(word, LegalMisspellingsIn(word), found->second);
        words_.legal_words.push_back({word, 0});
      }
      ++words_.legal_words[found->second].forms;
    }
    if (words.size() < kSureInAnyOrder) return;
    std::sort(words.begin(), words.end());
    words_.legal_forms_sorted.try_emplace(Join(words, " "), means);
  }

  void IndexMisspelt() {
    for (const auto& [word, word_class] : words_.classes) {
      if (word_class != WordClass::kBusiness && word_class != WordClass::kInstitution) continue;
      const int misspellings = MisspellingsIn(word);
      if (misspellings == 0 || word.find(' ') != std::string::npos) continue;
      words_.misspelt.Add(word, misspellings, static_cast<std::uint32_t>(words_.correct.size()));
      words_.correct.push_back({word, misspellings});
    }
    words_.misspelt.Build();
    words_.legal_misspelt.Build();
  }

  Status LoadNicknames() {
    LICET_ASSIGN_OR_RETURN(const auto rows,
                           ReadRows(disk_, PathOf("nicknames.csv"), {"group", "name"}));
    std::unordered_set<std::string> several;
    for (const Row& row : rows) {
      std::u32string han;
      bool vowelless = false;
      const std::vector<std::string> words = WordsOf(row[1], &han, &vowelless);
      if (words.size() != 1) continue;
      (vowelless ? words_.vowelless_nicknames : words_.nicknames).try_emplace(words[0], row[0]);
      std::string sound = vowelless ? "" : SoundOf(words[0]);
      if (sound.empty()) continue;
      const auto [known, added] = words_.nickname_sounds.try_emplace(sound, row[0]);
      if (!added && known->second != row[0]) several.insert(std::move(sound));
    }
    for (const std::string& sound : several) words_.nickname_sounds.erase(sound);
    return {};
  }

  Disk& disk_;
  const std::string folder_;
  Words::Impl& words_;
  Romaniser romaniser_;
};

}  // namespace

Words::Words() : impl_(std::make_unique<Impl>()) {}
Words::~Words() = default;
Words::Words(Words&&) noexcept = default;

Result<Words> Words::Load(Disk& disk, const std::string& folder) {
  Words words;
  LICET_RETURN_IF_ERROR(Loader(disk, folder, words.impl_.get()).Run());
  return words;
}

}  // namespace licet

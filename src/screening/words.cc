#include "words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "romanise.h"
#include "skeleton.h"

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
      if (vowelless != nullptr) *vowelless = run.script == ScriptRun::Script::kArabic;
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
    LICET_ASSIGN_OR_RETURN(const auto rows, ReadRows(disk_, path, {"word", "class", "language"}));
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
      for (const std::string& word : WordsOf(row[0], &han)) {
        words_.classes.try_emplace(word, found->second);
        const bool arabic = row[2] == "ar" || row[2] == "fa";
        if (arabic && found->second == WordClass::kFunction) {
          words_.particles.insert(SkeletonOf(word));
        }
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
        if (han.size() >= 2 && pinyin.size() >= kPinyinMin && !words_.classes.contains(pinyin)) {
          words_.means.try_emplace(pinyin, row[1]);
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
  void AddLegal(const std::vector<std::string>& words, const std::string& means) {
    words_.legal_words_max = std::max(words_.legal_words_max, words.size());
    words_.legal_forms.try_emplace(Join(words, " "), means);
  }

  void IndexMisspelt() {
    auto add = [this](const std::string& word, bool legal) {
      const int misspellings = MisspellingsIn(word, legal);
      if (misspellings == 0 || word.find(' ') != std::string::npos) return;
      words_.misspelt.Add(word, misspellings, static_cast<std::uint32_t>(words_.correct.size()));
      words_.correct.push_back({word, misspellings});
    };
    for (const auto& [word, word_class] : words_.classes) {
      if (word_class == WordClass::kBusiness || word_class == WordClass::kInstitution) {
        add(word, false);
      }
    }
    std::unordered_set<std::string> legal;
    for (const auto& [form, means] : words_.legal_forms) {
      for (std::string_view word : Split(form, ' ')) legal.emplace(word);
    }
    for (const std::string& word : legal) add(word, true);
    words_.misspelt.Build();
  }

  Status LoadNicknames() {
    LICET_ASSIGN_OR_RETURN(const auto rows,
                           ReadRows(disk_, PathOf("nicknames.csv"), {"group", "name"}));
    for (const Row& row : rows) words_.nicknames.try_emplace(row[1], row[0]);
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

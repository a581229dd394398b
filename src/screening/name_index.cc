#include "licet/screening/name_index.h"

#include <algorithm>
#include <unordered_map>

#include "alignment.h"
#include "licet/base/hash.h"
#include "vocabulary.h"

namespace licet {

class NameIndex::Impl {
 public:
  struct Listed {
    std::uint32_t entry = 0;
    std::uint32_t name = 0;
    int total = 0;  // weight
    std::vector<std::string> dropped;
    std::string squeezed;
  };

  void Add(std::uint32_t entry, std::uint32_t name, const Name& tokens) {
    const auto begin = static_cast<std::ptrdiff_t>(words_.size());
    for (std::size_t i = 0; i < std::min(tokens.tokens.size(), kWordsMax); ++i) {
      words_.push_back(vocabulary_.Add(tokens.tokens[i]));
    }
    // A word counts once a name.
    word_starts_.push_back(static_cast<std::uint32_t>(words_.size()));
    std::vector<std::uint32_t> once(words_.begin() + begin, words_.end());
    std::sort(once.begin(), once.end());
    once.erase(std::unique(once.begin(), once.end()), once.end());
    for (std::uint32_t word : once) vocabulary_.Count(word);
    names_.push_back({entry, name, 0, tokens.dropped, tokens.squeezed});
    word_lengths_.push_back(tokens.word_lengths);
  }

  void Build() {
    vocabulary_.Build(names_.size());
    BuildPostings();
    for (std::uint32_t number = 0; number < names_.size(); ++number) {
      Listed& listed = names_[number];
      for (std::uint32_t word : WordsOf(number)) listed.total += vocabulary_.weight(word);
      totals_.push_back(listed.total);
      squeezed_[HashOf(listed.squeezed)].push_back(number);
      if (listed.squeezed.size() > kCutOffLettersMin) {
        beginnings_.emplace_back(HashOf(Beginning(listed.squeezed)), number);
      }
      const auto words = WordsOf(number);
      for (std::size_t i = 1; i < words.size(); ++i) {
        const std::string& first = vocabulary_.token(words[i - 1]).text;
        const std::string& second = vocabulary_.token(words[i]).text;
        joined_.emplace_back(HashOf(first + second), number);
      }
    }
    std::sort(joined_.begin(), joined_.end());
    std::sort(beginnings_.begin(), beginnings_.end());
  }

  std::span<const std::uint32_t> WordsOf(std::uint32_t name) const {
    return {words_.data() + word_starts_[name], word_starts_[name + 1] - word_starts_[name]};
  }
  int total(std::uint32_t name) const { return totals_[name]; }
  const std::string& word_lengths(std::uint32_t name) const { return word_lengths_[name]; }
  std::span<const std::uint32_t> NamesWith(std::uint32_t word) const {
    return {postings_.data() + starts_[word], starts_[word + 1] - starts_[word]};
  }
  // Names that hold two neighbours which written as one have this hash.
  template <typename Take>
  void NamesJoining(std::uint64_t hash, Take take) const {
    ForEachWith(joined_, hash, take);
  }
  // Names that may begin with all letters of a long one.
  template <typename Take>
  void NamesBeginning(const std::string& squeezed, Take take) const {
    if (squeezed.size() < kCutOffLettersMin) return;
    ForEachWith(beginnings_, HashOf(Beginning(squeezed)), take);
  }
  const std::vector<std::uint32_t>* NamesSqueezed(const std::string& squeezed) const {
    const auto found = squeezed_.find(HashOf(squeezed));
    return found == squeezed_.end() ? nullptr : &found->second;
  }

  WeighedName Weighed(std::uint32_t number) const {
    const Listed& listed = names_[number];
    WeighedName name;
    for (std::uint32_t word : WordsOf(number)) {
      name.tokens.push_back(&vocabulary_.token(word));
      name.weights.push_back(vocabulary_.weight(word));
    }
    name.total = listed.total;
    name.dropped = listed.dropped;
    name.squeezed = &listed.squeezed;
    name.word_lengths = &word_lengths_[number];
    return name;
  }
  // `weight_of`: as Vocabulary::WeightOf.
  template <typename WeightOf>
  static WeighedName Weighed(const Name& from, WeightOf weight_of) {
    WeighedName name;
    for (std::size_t i = 0; i < std::min(from.tokens.size(), kWordsMax); ++i) {
      name.tokens.push_back(&from.tokens[i]);
      name.weights.push_back(weight_of(from.tokens[i]));
      name.total += name.weights.back();
    }
    name.dropped = from.dropped;
    name.like_person = IsLikePerson(name);
    name.squeezed = &from.squeezed;
    name.word_lengths = &from.word_lengths;
    return name;
  }

  const Vocabulary& vocabulary() const { return vocabulary_; }
  const std::vector<Listed>& names() const { return names_; }

  std::size_t bytes() const {
    std::size_t bytes = vocabulary_.bytes();
    bytes +=
        (words_.capacity() + postings_.capacity() + starts_.capacity()) * sizeof(std::uint32_t);
    bytes += (joined_.capacity() + beginnings_.capacity()) * sizeof(joined_[0]);
    for (const Listed& listed : names_) {
      bytes += sizeof(listed) + sizeof(std::string) + listed.squeezed.capacity() +
               64 * (1 + listed.dropped.size());
    }
    return bytes;
  }

 private:
  void BuildPostings() {
    starts_.assign(vocabulary_.size() + 1, 0);
    for (std::uint32_t word : words_) ++starts_[word + 1];
    for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
    postings_.resize(words_.size());
    std::vector<std::uint32_t> at(starts_.begin(), starts_.end() - 1);
    for (std::uint32_t number = 0; number < names_.size(); ++number) {
      for (std::uint32_t word : WordsOf(number)) postings_[at[word]++] = number;
    }
  }

  using HashedNames = std::vector<std::pair<std::uint64_t, std::uint32_t>>;
  template <typename Take>
  static void ForEachWith(const HashedNames& names, std::uint64_t hash, Take take) {
    auto at = std::lower_bound(names.begin(), names.end(), std::pair(hash, std::uint32_t{0}));
    for (; at != names.end() && at->first == hash; ++at) take(at->second);
  }
  static std::string_view Beginning(const std::string& squeezed) {
    return std::string_view(squeezed).substr(0, kCutOffLettersMin);
  }

  Vocabulary vocabulary_;
  std::vector<Listed> names_;
  std::vector<std::string> word_lengths_;         // by name, as in Name
  std::vector<std::uint32_t> words_;              // of all names, one after another
  std::vector<std::uint32_t> word_starts_ = {0};  // by name: in words_
  std::vector<int> totals_;                       // by name: the weight of its words
  std::vector<std::uint32_t> starts_;             // by word: in postings_
  std::vector<std::uint32_t> postings_;           // names
  HashedNames joined_;                            // hash of two neighbours
  HashedNames beginnings_;                        // hash of the first letters of long names
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> squeezed_;
};

NameIndex::NameIndex() : impl_(std::make_unique<Impl>()) {}
NameIndex::~NameIndex() = default;
NameIndex::NameIndex(NameIndex&&) noexcept = default;
NameIndex& NameIndex::operator=(NameIndex&&) noexcept = default;
void NameIndex::Add(std::uint32_t entry, std::uint32_t name, const Name& tokens) {
  impl_->Add(entry, name, tokens);
}
void NameIndex::Build() { impl_->Build(); }
std::size_t NameIndex::names() const { return impl_->names().size(); }
std::size_t NameIndex::words() const { return impl_->vocabulary().size(); }
std::size_t NameIndex::bytes() const { return impl_->bytes(); }

// ---- the search ------------------------------------------------------------

class NameSearch::Impl {
 public:
  explicit Impl(const NameIndex::Impl& index)
      : index_(index),
        seen_(index.names().size(), 0),
        first_(index.vocabulary().size(), {0, kNone}),
        credits_(index.vocabulary().size(), 0) {}

  std::vector<NameHit> Top(const Name& name, std::size_t most, int score_min) {
    Begin(name, most, score_min);
    if (most == 0 || query_.tokens.empty()) return {};
    TakeJoined();
    if (const auto* same = index_.NamesSqueezed(*query_.squeezed)) {
      for (std::uint32_t number : *same) Look(number, true);
    }
    index_.NamesBeginning(*query_.squeezed, [&](std::uint32_t number) { Look(number, true); });
    for (std::size_t at = 0; at < order_.size(); ++at) {
      if (BoundFrom(at) + Bonus() < floor_) break;
      const std::size_t i = order_[at];
      for (const WordHit& hit : *lists_[i]) {
        const std::int64_t credit =
            CreditOf(hit.match.similarity, query_.weights[i], index_.vocabulary().weight(hit.word));
        for (std::uint32_t number : index_.NamesWith(hit.word)) {
          if (seen_[number] == round_) continue;
          if (!MayReach(index_.total(number), credit, at)) continue;
          Look(number);
        }
      }
    }
    return Best();
  }

  std::vector<NameHit> Scan(const Name& name, std::size_t most, int score_min) {
    best_.clear();
    most_ = most;
    floor_ = score_min;
    const WeighedName query = Weighed(name);
    if (most == 0 || query.tokens.empty()) return {};
    for (std::uint32_t number = 0; number < index_.names().size(); ++number) {
      const NameIndex::Impl::Listed& listed = index_.names()[number];
      const WeighedName other = index_.Weighed(number);
      aligner_.FindPairs(query, other);
      Offer({listed.entry, listed.name, aligner_.Score(query, other, floor_)});
    }
    return Best();
  }

  int Score(const Name& a, const Name& b, NameExplanation* why) {
    ForgetTooMany();
    const WeighedName query = Weighed(a);
    const WeighedName listed = Weighed(b);
    aligner_.FindPairs(query, listed);
    return aligner_.Score(query, listed, 0, why);
  }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  void Begin(const Name& name, std::size_t most, int score_min) {
    best_.clear();
    most_ = most;
    floor_ = score_min;
    ++round_;
    ForgetTooMany();
    query_ = Weighed(name);
    links_.clear();
    for (std::uint32_t word : linked_) credits_[word] = 0;
    linked_.clear();
    order_.clear();
    lists_.resize(std::max(lists_.size(), query_.tokens.size()));
    initials_ = 0;
    joins_listed_ = 0;
    for (std::size_t i = 0; i < query_.tokens.size(); ++i) {
      lists_[i] = &ListOf(*query_.tokens[i]);
      for (const WordHit& hit : *lists_[i]) {
        Link(hit.word,
             {static_cast<std::uint8_t>(i), 0, 1, 1, hit.match.why, hit.match.similarity, 0});
      }
      if (query_.tokens[i]->word_class == WordClass::kInitial) initials_ |= 1U << i;
      order_.push_back(i);
    }
    std::sort(order_.begin(), order_.end(), [this](std::size_t a, std::size_t b) {
      return query_.weights[a] != query_.weights[b] ? query_.weights[a] > query_.weights[b] : a < b;
    });
    SetRest();
    SetBonus();
  }

  void SetBonus() {
    bonus_ = query_.like_person ? kWholeQueryInPerson : 0;
    bonus_until_ = 0;
    rest_at_ = 0;
    own_words_ = 0;
    for (const NameToken* token : query_.tokens) {
      own_words_ += token->word_class == WordClass::kName ? 1 : 0;
    }
    while (bonus_until_ + 1 < order_.size() &&
           query_.tokens[order_[bonus_until_]]->word_class != WordClass::kName) {
      ++bonus_until_;
    }
  }

  // What the words from each place of order_ on can bring at most.
  void SetRest() {
    rest_query_.assign(order_.size() + 1, 0);
    rest_listed_.assign(order_.size() + 1, 0);
    for (std::size_t at = order_.size(); at-- > 0;) {
      const std::size_t i = order_[at];
      int heaviest = 0;
      for (const WordHit& hit : *lists_[i]) {
        heaviest = std::max(heaviest, index_.vocabulary().weight(hit.word));
      }
      // An initial agrees with names whose list is not made.
      const bool initial = ((initials_ >> i) & 1U) != 0;
      if (initial) heaviest = index_.vocabulary().weight_max();
      const bool any = initial || !lists_[i]->empty();
      rest_query_[at] = rest_query_[at + 1] + (any ? query_.weights[i] : 0);
      rest_listed_[at] = rest_listed_[at + 1] + heaviest;
    }
    // Initials before `at` may agree too.
    int initial_weight = 0;
    int initial_count = 0;
    for (std::size_t at = 0; at <= order_.size(); ++at) {
      rest_query_[at] += initial_weight;
      rest_listed_[at] += initial_count * index_.vocabulary().weight_max();
      if (at == order_.size() || ((initials_ >> order_[at]) & 1U) == 0) continue;
      initial_weight += query_.weights[order_[at]];
      ++initial_count;
    }
  }

  // What may come on top for a person who has all words of the query: nothing for
  // names that are met only behind its first own word, for they lack it.
  int Bonus() const { return rest_at_ <= bonus_until_ ? bonus_ : 0; }
  // The best score of a name that is met only now: all that is left agrees, and
  // the name has no other words.
  int BoundFrom(std::size_t at) {
    rest_at_ = at;
    return BoundOf(rest_query_[at], rest_listed_[at], rest_listed_[at]);
  }
  // Whether a name met only now, whose words weigh so much, may reach the floor: by
  // this word of order_[at] it is brought so much, and names that are brought more
  // by it were met before.
  bool MayReach(int total, std::int64_t credit, std::size_t at) const {
    credit += CreditOf(kSimilarityMax, rest_query_[at + 1], std::min(rest_listed_[at + 1], total));
    return credit * kScoreMax >= FullCredit(query_.total, total) * (floor_ - Bonus());
  }
  int BoundOf(int query_rest, int listed_rest, int listed_total) const {
    const std::int64_t full = std::max<std::int64_t>(FullCredit(query_.total, listed_total), 1);
    return static_cast<int>(CreditOf(kSimilarityMax, query_rest, listed_rest) * kScoreMax / full);
  }

  void Link(std::uint32_t word, const WordPair& pair) {
    First& first = first_[word];
    if (first.round != round_) {
      first = {round_, kNone};
      linked_.push_back(word);
    }
    int weight = query_.weights[pair.query];
    if (pair.query_count == 2) weight += query_.weights[pair.query + std::size_t{1}];
    credits_[word] =
        std::max(credits_[word], static_cast<std::int32_t>(CreditOf(
                                     pair.similarity, weight, index_.vocabulary().weight(word))));
    links_.push_back({pair, first.link});
    first.link = static_cast<std::uint32_t>(links_.size() - 1);
  }

  // Two words of the query that are one on the list, and the other way round.
  void TakeJoined() {
    std::vector<std::uint32_t> candidates;
    for (std::size_t i = 0; i < query_.tokens.size(); ++i) {
      index_.NamesJoining(HashOf(query_.tokens[i]->text), [&](std::uint32_t number) {
        joins_listed_ |= 1U << i;
        candidates.push_back(number);
      });
      if (i + 1 == query_.tokens.size()) continue;
      std::vector<std::uint32_t> words;
      index_.vocabulary().FindText(query_.tokens[i]->text + query_.tokens[i + 1]->text, &words);
      for (std::uint32_t word : words) {
        Link(word,
             {static_cast<std::uint8_t>(i), 0, 2, 1, WordMatch::kJoined, kSimilarityJoined, 0});
        const auto names = index_.NamesWith(word);
        candidates.insert(candidates.end(), names.begin(), names.end());
      }
    }
    for (std::uint32_t number : candidates) {
      Look(number, true);
    }
  }

  void Look(std::uint32_t number, bool surely = false) {
    if (seen_[number] == round_) return;
    seen_[number] = round_;
    const auto words = index_.WordsOf(number);
    if (!surely && !MayReach(index_.total(number), words)) return;
    const NameIndex::Impl::Listed& listed = index_.names()[number];
    listed_.tokens.clear();
    listed_.weights.clear();
    std::vector<WordPair>& pairs = aligner_.pairs();
    pairs.clear();
    for (std::size_t j = 0; j < words.size(); ++j) {
      listed_.tokens.push_back(&index_.vocabulary().token(words[j]));
      listed_.weights.push_back(index_.vocabulary().weight(words[j]));
      const First& first = first_[words[j]];
      if (first.round == round_) {
        for (std::uint32_t link = first.link; link != kNone; link = links_[link].next) {
          pairs.push_back(links_[link].pair);
          pairs.back().listed = static_cast<std::uint8_t>(j);
        }
      }
      AddInitials(j, &pairs);
      AddJoins(j, words.size(), words, &pairs);
    }
    listed_.total = listed.total;
    listed_.dropped = listed.dropped;
    listed_.squeezed = &listed.squeezed;
    listed_.word_lengths = &index_.word_lengths(number);
    Offer({listed.entry, listed.name, aligner_.Score(query_, listed_, floor_)});
  }

  // Whether the best pairs of all words together reach the floor. Initials bring
  // more than they show; names with joined words or equal letters are looked at
  // surely.
  bool MayReach(int total, std::span<const std::uint32_t> words) const {
    if (initials_ != 0) return true;
    std::int64_t credit = 0;
    std::size_t linked = 0;
    for (std::uint32_t word : words) {
      credit += credits_[word];
      linked += credits_[word] > 0 ? 1 : 0;
    }
    const int bonus = linked < own_words_ ? 0 : Bonus();
    return credit * kScoreMax >= FullCredit(query_.total, total) * (floor_ - bonus);
  }

  void AddInitials(std::size_t j, std::vector<WordPair>* pairs) const {
    if (initials_ == 0) return;
    for (std::size_t i = 0; i < query_.tokens.size(); ++i) {
      if (((initials_ >> i) & 1U) == 0) continue;
      const TokenMatch match = MatchTokens(*query_.tokens[i], *listed_.tokens[j]);
      if (match.why != WordMatch::kInitial) continue;
      pairs->push_back({static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(j), 1, 1, match.why,
                        match.similarity, 0});
    }
  }

  void AddJoins(std::size_t j, std::size_t count, std::span<const std::uint32_t> words,
                std::vector<WordPair>* pairs) const {
    if (joins_listed_ == 0 || j + 1 == count) return;
    const NameToken& next = index_.vocabulary().token(words[j + 1]);
    for (std::size_t i = 0; i < query_.tokens.size(); ++i) {
      if (((joins_listed_ >> i) & 1U) == 0) continue;
      if (!IsJoined(*listed_.tokens[j], next, *query_.tokens[i])) continue;
      pairs->push_back({static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(j), 1, 2,
                        WordMatch::kJoined, kSimilarityJoined, 0});
    }
  }

  static bool Before(const NameHit& a, const NameHit& b) {
    if (a.score != b.score) return a.score > b.score;
    return a.entry != b.entry ? a.entry < b.entry : a.name < b.name;
  }

  void Offer(const NameHit& hit) {
    if (hit.score < floor_) return;
    for (NameHit& known : best_) {
      if (known.entry != hit.entry) continue;
      if (Before(hit, known)) known = hit;
      return;
    }
    best_.push_back(hit);
    if (best_.size() > most_) Trim();
  }

  // What falls behind the last of `most_` entries can never come back.
  void Trim() {
    std::sort(best_.begin(), best_.end(), Before);
    best_.resize(std::min(best_.size(), most_));
    if (best_.size() == most_) floor_ = std::max(floor_, best_.back().score);
  }

  std::vector<NameHit> Best() {
    Trim();
    return best_;
  }

  // What the search has looked up of a word.
  struct KnownWord {
    int weight = 0;
    bool listed = false;  // `hits` are made
    std::vector<WordHit> hits;
  };

  // Between queries: the lists of one stay where they are.
  void ForgetTooMany() {
    constexpr std::size_t kKeptMax = 100'000;
    if (known_.size() > kKeptMax) known_.clear();
  }
  KnownWord& KnownOf(const NameToken& token) {
    auto [found, added] = known_.try_emplace(Vocabulary::KeyOf(token));
    if (added) found->second.weight = index_.vocabulary().WeightOf(token);
    return found->second;
  }
  WeighedName Weighed(const Name& name) {
    return NameIndex::Impl::Weighed(
        name, [this](const NameToken& token) { return KnownOf(token).weight; });
  }
  const std::vector<WordHit>& ListOf(const NameToken& token) {
    KnownWord& known = KnownOf(token);
    if (known.listed) return known.hits;
    known.listed = true;
    const Vocabulary& vocabulary = index_.vocabulary();
    vocabulary.Find(token, &known.hits);
    // What brings most comes first: Top counts on it.
    std::stable_sort(known.hits.begin(), known.hits.end(), [&](const WordHit& a, const WordHit& b) {
      return CreditOf(a.match.similarity, known.weight, vocabulary.weight(a.word)) >
             CreditOf(b.match.similarity, known.weight, vocabulary.weight(b.word));
    });
    return known.hits;
  }

  struct First {
    std::uint32_t round = 0;
    std::uint32_t link = kNone;
  };
  struct LinkedPair {
    WordPair pair;
    std::uint32_t next;
  };

  const NameIndex::Impl& index_;
  Aligner aligner_;
  WeighedName query_;
  WeighedName listed_;                              // scratch
  std::vector<const std::vector<WordHit>*> lists_;  // by word of the query
  std::vector<std::size_t> order_;                  // words of the query, heaviest first
  std::vector<int> rest_query_;
  std::vector<int> rest_listed_;
  std::size_t rest_at_ = 0;
  int bonus_ = 0;
  std::size_t own_words_ = 0;       // of the query: the bonus asks for all of them
  std::size_t bonus_until_ = 0;     // the first place of order_ with an own word
  std::uint32_t initials_ = 0;      // bits: words of the query
  std::uint32_t joins_listed_ = 0;  // the same: those that are two on the list
  std::uint32_t round_ = 0;
  std::vector<std::uint32_t> seen_;    // by name: the round
  std::vector<First> first_;           // by word of the vocabulary
  std::vector<std::int32_t> credits_;  // likewise: the most that a pair with it brings; else 0
  std::vector<std::uint32_t> linked_;  // words of which they are not 0
  std::vector<LinkedPair> links_;
  std::vector<NameHit> best_;
  std::size_t most_ = 0;
  int floor_ = 0;
  std::unordered_map<std::uint64_t, KnownWord> known_;  // by Vocabulary::KeyOf
};

NameSearch::NameSearch(const NameIndex& index) : impl_(std::make_unique<Impl>(*index.impl_)) {}
NameSearch::~NameSearch() = default;
std::vector<NameHit> NameSearch::Top(const Name& query, std::size_t most, int score_min) {
  return impl_->Top(query, most, score_min);
}
std::vector<NameHit> NameSearch::Scan(const Name& query, std::size_t most, int score_min) {
  return impl_->Scan(query, most, score_min);
}
int NameSearch::Score(const Name& query, const Name& listed) {
  return impl_->Score(query, listed, nullptr);
}
NameExplanation NameSearch::Explain(const Name& query, const Name& listed) {
  NameExplanation why;
  impl_->Score(query, listed, &why);
  return why;
}

}  // namespace licet

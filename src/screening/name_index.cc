#include "licet/screening/name_index.h"

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>

#include "alignment.h"
#include "hashed_names.h"
#include "licet/base/hash.h"
#include "vocabulary.h"

namespace licet {

// The words of a listed name behind its number, their weight and how many they are:
// all that a bound of its score reads, close together.
class NameBlock {
 public:
  static constexpr std::size_t kHead = 2;

  explicit NameBlock(const std::uint32_t* at) : at_(at) {}
  static std::uint32_t TotalAndCount(std::size_t total, std::size_t count) {
    static_assert(kWordsMax < 1U << kCountBits);
    return static_cast<std::uint32_t>(total << kCountBits | count);
  }

  std::uint32_t number() const { return at_[0]; }
  int total() const { return static_cast<int>(at_[1] >> kCountBits); }
  std::span<const std::uint32_t> words() const {
    return {at_ + kHead, at_[1] & ((1U << kCountBits) - 1)};
  }

 private:
  static constexpr int kCountBits = 5;
  const std::uint32_t* at_;
};

// From the least to the most that the words of names weigh together.
struct Totals {
  std::int64_t least = 0;
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
};

class NameIndex::Impl {
 public:
  // Small, for the search jumps from one to another. What varies in length stands
  // elsewhere, from these places on.
  struct Listed {
    std::uint32_t entry = 0;
    std::uint32_t name = 0;
    std::uint32_t block = 0;         // in blocks_
    std::uint32_t squeezed = 0;      // in letters_
    std::uint32_t word_lengths = 0;  // likewise, behind it; up to the next name's
    std::uint32_t dropped = 0;       // in dropped_, up to the next name's
  };

  void Add(std::uint32_t entry, std::uint32_t name, const Name& tokens) {
    const std::size_t count = std::min(tokens.tokens.size(), kWordsMax);
    Listed& listed = names_.back();
    blocks_.push_back(static_cast<std::uint32_t>(size()));
    blocks_.push_back(NameBlock::TotalAndCount(0, count));
    std::vector<std::uint32_t> once;
    for (std::size_t i = 0; i < count; ++i) {
      once.push_back(vocabulary_.Add(tokens.tokens[i]));
    }
    blocks_.insert(blocks_.end(), once.begin(), once.end());
    // A word counts once a name.
    std::sort(once.begin(), once.end());
    once.erase(std::unique(once.begin(), once.end()), once.end());
    for (std::uint32_t word : once) vocabulary_.Count(word);
    listed.entry = entry;
    listed.name = name;
    listed.word_lengths = listed.squeezed + static_cast<std::uint32_t>(tokens.squeezed.size());
    letters_ += tokens.squeezed;
    letters_ += tokens.word_lengths;
    dropped_.insert(dropped_.end(), tokens.dropped.begin(), tokens.dropped.end());
    names_.push_back({.block = static_cast<std::uint32_t>(blocks_.size()),
                      .squeezed = static_cast<std::uint32_t>(letters_.size()),
                      .dropped = static_cast<std::uint32_t>(dropped_.size())});
  }

  void Build() {
    vocabulary_.Build(size());
    for (std::uint32_t number = 0; number < size(); ++number) {
      const auto words = BlockOf(number).words();
      std::size_t total = 0;
      for (std::uint32_t word : words) total += static_cast<std::size_t>(vocabulary_.weight(word));
      blocks_[names_[number].block + std::size_t{1}] =
          NameBlock::TotalAndCount(total, words.size());
      const std::string_view squeezed = SqueezedOf(number);
      squeezed_.Add(HashOf(squeezed), number);
      if (squeezed.size() > kCutOffLettersMin) {
        beginnings_.Add(HashOf(squeezed.substr(0, kCutOffLettersMin)), number);
      }
      for (std::size_t i = 1; i < words.size(); ++i) {
        const std::string& first = vocabulary_.token(words[i - 1]).text;
        const std::string& second = vocabulary_.token(words[i]).text;
        joined_.Add(HashOf(first + second), number);
      }
    }
    BuildPostings();
    joined_.Build();
    beginnings_.Build();
    squeezed_.Build();
  }

  std::size_t size() const { return names_.size() - 1; }
  NameBlock BlockOf(std::uint32_t name) const { return BlockAt(names_[name].block); }
  NameBlock BlockAt(std::uint32_t place) const { return NameBlock(blocks_.data() + place); }
  const Listed& listed(std::uint32_t name) const { return names_[name]; }
  // A name that has a word: the place of its block, and the weight of all its words.
  struct Posting {
    std::uint32_t place = 0;
    std::int32_t total = 0;
  };
  // The lightest first.
  std::span<const Posting> NamesWith(std::uint32_t word) const {
    return {postings_.data() + starts_[word], starts_[word + 1] - starts_[word]};
  }
  std::string_view SqueezedOf(std::uint32_t name) const {
    const Listed& listed = names_[name];
    return std::string_view(letters_).substr(listed.squeezed,
                                             listed.word_lengths - listed.squeezed);
  }
  // Names that hold two neighbours which written as one have this hash.
  template <typename Take>
  void NamesJoining(std::uint64_t hash, Take take) const {
    joined_.ForEach(hash, take);
  }
  // Names that may have the same letters, or begin with all letters of a long one.
  template <typename Take>
  void NamesWithLetters(std::string_view squeezed, Take take) const {
    squeezed_.ForEach(HashOf(squeezed), take);
    if (squeezed.size() < kCutOffLettersMin) return;
    beginnings_.ForEach(HashOf(squeezed.substr(0, kCutOffLettersMin)), take);
  }
  void PrefetchBlock(std::uint32_t place) const { __builtin_prefetch(&blocks_[place]); }
  // What TakeTexts and a score will read.
  void PrefetchAll(const NameBlock& block) const {
    __builtin_prefetch(&names_[block.number()]);
    for (std::uint32_t word : block.words()) vocabulary_.Prefetch(word);
  }
  // All of a name but its words.
  void TakeTexts(std::uint32_t number, WeighedName* name) const {
    const Listed& listed = names_[number];
    const Listed& next = names_[number + 1];
    const std::string_view letters = letters_;
    name->total = BlockAt(listed.block).total();
    name->dropped = std::span(dropped_).subspan(listed.dropped, next.dropped - listed.dropped);
    name->squeezed = SqueezedOf(number);
    name->word_lengths = letters.substr(listed.word_lengths, next.squeezed - listed.word_lengths);
  }

  WeighedName Weighed(std::uint32_t number) const {
    WeighedName name;
    for (std::uint32_t word : BlockOf(number).words()) {
      name.tokens.push_back(&vocabulary_.token(word));
      name.weights.push_back(vocabulary_.weight(word));
    }
    TakeTexts(number, &name);
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
    name.squeezed = from.squeezed;
    name.word_lengths = from.word_lengths;
    return name;
  }

  const Vocabulary& vocabulary() const { return vocabulary_; }

  std::size_t bytes() const {
    std::size_t bytes = vocabulary_.bytes() + letters_.capacity();
    bytes += (blocks_.capacity() + starts_.capacity()) * sizeof(std::uint32_t);
    bytes += postings_.capacity() * sizeof(Posting);
    bytes += joined_.bytes() + beginnings_.bytes() + squeezed_.bytes();
    bytes += names_.capacity() * sizeof(Listed);
    for (const std::string& form : dropped_) bytes += sizeof(form) + form.capacity();
    return bytes;
  }

 private:
  void BuildPostings() {
    starts_.assign(vocabulary_.size() + 1, 0);
    for (std::uint32_t number = 0; number < size(); ++number) {
      for (std::uint32_t word : BlockOf(number).words()) ++starts_[word + 1];
    }
    for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
    postings_.resize(starts_.back());
    std::vector<Posting> names;
    for (std::uint32_t number = 0; number < size(); ++number) {
      names.push_back({names_[number].block, BlockOf(number).total()});
    }
    std::ranges::stable_sort(names, {}, &Posting::total);
    std::vector<std::uint32_t> at(starts_.begin(), starts_.end() - 1);
    for (const Posting& name : names) {
      for (std::uint32_t word : BlockAt(name.place).words()) postings_[at[word]++] = name;
    }
  }

  Vocabulary vocabulary_;
  std::vector<Listed> names_ = {{}};   // and one behind the last
  std::vector<std::uint32_t> blocks_;  // of all names: see NameBlock
  std::vector<std::uint32_t> starts_;  // by word: in postings_
  std::vector<Posting> postings_;
  std::string letters_;  // squeezed and word_lengths as in Name
  std::vector<std::string> dropped_;
  HashedNames joined_;      // hash of two neighbours
  HashedNames beginnings_;  // hash of the first letters of long names
  HashedNames squeezed_;    // hash of all letters
};

NameIndex::NameIndex() : impl_(std::make_unique<Impl>()) {}
NameIndex::~NameIndex() = default;
NameIndex::NameIndex(NameIndex&&) noexcept = default;
NameIndex& NameIndex::operator=(NameIndex&&) noexcept = default;
void NameIndex::Add(std::uint32_t entry, std::uint32_t name, const Name& tokens) {
  impl_->Add(entry, name, tokens);
}
void NameIndex::Build() { impl_->Build(); }
std::size_t NameIndex::names() const { return impl_->size(); }
std::size_t NameIndex::words() const { return impl_->vocabulary().size(); }
std::size_t NameIndex::bytes() const { return impl_->bytes(); }

// ---- the search ------------------------------------------------------------

class NameSearch::Impl {
 public:
  explicit Impl(const NameIndex::Impl& index)
      : index_(index),
        seen_(index.size(), 0),
        credits_(index.vocabulary().size(), 0),
        first_(index.vocabulary().size()) {}

  std::vector<NameHit> Top(const Name& name, std::size_t most, int score_min) {
    Begin(name, most, score_min);
    if (most == 0 || query_.tokens.empty()) return {};
    TakeJoined();
    index_.NamesWithLetters(query_.squeezed, [&](std::uint32_t number) { LookSurely(number); });
    for (std::size_t at = 0; at < order_.size(); ++at) {
      if (BoundFrom(at) + Bonus() < floor_) break;
      const std::size_t i = order_[at];
      const std::vector<AgreeingWord>& hits = *lists_[i];
      for (std::size_t k = 0; k < hits.size(); ++k) {
        constexpr std::size_t kAhead = 4;
        if (k + kAhead < hits.size()) __builtin_prefetch(hits[k + kAhead].names.data());
        Meet(hits[k].names, TotalsThatReach(hits[k].credit, at));
      }
      Sift();
      LookAtWaiting();
    }
    return Best();
  }

  std::vector<NameHit> Scan(const Name& name, std::size_t most, int score_min) {
    best_.clear();
    most_ = most;
    floor_ = score_min;
    const WeighedName query = Weighed(name);
    if (most == 0 || query.tokens.empty()) return {};
    for (std::uint32_t number = 0; number < index_.size(); ++number) {
      const NameIndex::Impl::Listed& listed = index_.listed(number);
      const WeighedName other = index_.Weighed(number);
      aligner_.FindPairs(query, other);
      const int base = aligner_.Base(query.total, other.total);
      Offer({listed.entry, listed.name, aligner_.Score(query, other, base, floor_)});
    }
    return Best();
  }

  int Score(const Name& a, const Name& b, NameExplanation* why) {
    ForgetTooMany();
    const WeighedName query = Weighed(a);
    const WeighedName listed = Weighed(b);
    aligner_.FindPairs(query, listed);
    return aligner_.Score(query, listed, aligner_.Base(query.total, listed.total), 0, why);
  }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  // A word of the query that agrees with all names that begin with it: too many for
  // a list.
  struct Initial {
    std::uint8_t query;
    char letter;
  };
  bool IsInitial(std::size_t i) const {
    return query_.tokens[i]->word_class == WordClass::kInitial;
  }

  void Begin(const Name& name, std::size_t most, int score_min) {
    best_.clear();
    most_ = most;
    floor_ = score_min;
    ++round_;
    ForgetTooMany();
    TakeQuery(name);
    links_.clear();
    for (std::uint32_t word : linked_) credits_[word] = 0;
    linked_.clear();
    order_.clear();
    lists_.resize(std::max(lists_.size(), query_.tokens.size()));
    initials_.clear();
    joins_listed_ = 0;
    for (std::size_t i = 0; i < query_.tokens.size(); ++i) {
      lists_[i] = &ListOf(*query_.tokens[i], words_[i]);
      for (const AgreeingWord& hit : *lists_[i]) {
        Link(hit.word, {static_cast<std::uint8_t>(i), 0, 1, 1, hit.match.why, hit.match.similarity,
                        hit.credit});
      }
      if (IsInitial(i)) {
        initials_.push_back({static_cast<std::uint8_t>(i), query_.tokens[i]->text[0]});
      }
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
    rest_credit_.assign(order_.size() + 1, 0);
    for (std::size_t at = order_.size(); at-- > 0;) {
      const std::size_t i = order_[at];
      std::int64_t credit = lists_[i]->empty() ? 0 : lists_[i]->front().credit;
      // An initial agrees with names whose list is not made.
      if (IsInitial(i)) credit = std::max(credit, MostOfInitial(i));
      rest_query_[at] = rest_query_[at + 1] + (credit > 0 ? query_.weights[i] : 0);
      rest_credit_[at] = rest_credit_[at + 1] + credit;
    }
    // Initials before `at` may agree too.
    int initial_weight = 0;
    std::int64_t initial_credit = 0;
    for (std::size_t at = 0; at <= order_.size(); ++at) {
      rest_query_[at] += initial_weight;
      rest_credit_[at] += initial_credit;
      if (at == order_.size() || !IsInitial(order_[at])) continue;
      initial_weight += query_.weights[order_[at]];
      initial_credit += MostOfInitial(order_[at]);
    }
  }
  std::int64_t MostOfInitial(std::size_t i) const {
    return CreditOf(kSimilarityInitial, query_.weights[i], index_.vocabulary().weight_max());
  }

  // What may come on top for a person who has all words of the query: nothing for
  // names that are met only behind its first own word, for they lack it.
  int Bonus() const { return rest_at_ <= bonus_until_ ? bonus_ : 0; }
  // The best score of a name that is met only now: all that is left agrees, and the
  // name has no other words. What its words weigh is a part of what they bring, or
  // they could not bring so much.
  int BoundFrom(std::size_t at) {
    rest_at_ = at;
    const std::int64_t full = FullCredit(query_.total - rest_query_[at], 0) + rest_credit_[at];
    return static_cast<int>(rest_credit_[at] * kScoreMax / std::max<std::int64_t>(full, 1));
  }
  // Those of the names that weigh so much.
  void Meet(std::span<const NameIndex::Impl::Posting> names, Totals totals) {
    auto name = names.begin();
    if (!names.empty() && name->total < totals.least) {
      name = std::ranges::lower_bound(names, totals.least, {}, &NameIndex::Impl::Posting::total);
    }
    for (; name != names.end() && name->total <= totals.most; ++name) {
      index_.PrefetchBlock(name->place);
      met_[met_count_++] = name->place;
      if (met_count_ == met_.size()) Sift();
    }
  }
  // What the words of a name met only now may weigh if it shall reach the floor: by
  // this word of order_[at] it is brought so much, and names that are brought more
  // by it were met before. From a heavy name too much is left over; a light one has no
  // room for what the query's other words would have to bring.
  Totals TotalsThatReach(std::int64_t credit, std::size_t at) const {
    Totals totals;
    const std::int64_t floor = floor_ - Bonus();
    if (floor <= 0) return totals;
    constexpr std::int64_t kOne = FullCredit(0, 1);
    const std::int64_t asked = FullCredit(query_.total, 0) * floor;
    const std::int64_t most = (credit + rest_credit_[at + 1]) * kScoreMax - asked;
    totals.most = most < 0 ? -1 : most / (kOne * floor);
    const std::int64_t least = asked - (credit + FullCredit(rest_query_[at + 1], 0)) * kScoreMax;
    if (least > 0 && floor < kScoreMax) totals.least = least / (kOne * (kScoreMax - floor));
    return totals;
  }

  void Link(std::uint32_t word, const WordPair& pair) {
    std::uint32_t& first = first_[word];
    std::int32_t& most = credits_[word];
    if (most == 0) {
      first = kNone;
      linked_.push_back(word);
    }
    most = std::max(most, static_cast<std::int32_t>(pair.credit));
    links_.push_back({pair, first});
    first = static_cast<std::uint32_t>(links_.size() - 1);
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
      const int weight = query_.weights[i] + query_.weights[i + 1];
      for (std::uint32_t word : words) {
        Link(word, {static_cast<std::uint8_t>(i), 0, 2, 1, WordMatch::kJoined, kSimilarityJoined,
                    CreditOf(kSimilarityJoined, weight, index_.vocabulary().weight(word))});
        for (const auto& posting : index_.NamesWith(word)) {
          candidates.push_back(index_.BlockAt(posting.place).number());
        }
      }
    }
    for (std::uint32_t number : candidates) LookSurely(number);
  }

  // Names that have a word of order_[at]. What the bounds and the scores of names read
  // is far apart, so several are kept waiting while it is fetched.
  void Sift() {
    for (const std::uint32_t place : std::span(met_).first(met_count_)) {
      const NameBlock block = index_.BlockAt(place);
      if (!MayReach(block)) continue;
      std::uint32_t& seen = seen_[block.number()];
      if (seen == round_) continue;
      seen = round_;
      // Letters and joined words raise only the scores of names that were looked at.
      if (BaseOf(block) + bonus_ < floor_) continue;
      index_.PrefetchAll(block);
      waiting_[waiting_count_++] = block.number();
      if (waiting_count_ == waiting_.size()) LookAtWaiting();
    }
    met_count_ = 0;
  }
  void LookAtWaiting() {
    for (std::size_t i = 0; i < waiting_count_; ++i) Look(waiting_[i]);
    waiting_count_ = 0;
  }
  void LookSurely(std::uint32_t number) {
    if (seen_[number] == round_) return;
    seen_[number] = round_;
    Look(number);
  }

  // The score of a name before deductions by the numbers of its words alone. Names
  // with joined words or equal letters are looked at surely.
  int BaseOf(const NameBlock& block) {
    std::vector<WordPair>& pairs = aligner_.pairs();
    pairs.clear();
    const auto words = block.words();
    for (std::size_t j = 0; j < words.size(); ++j) TakePairs(words[j], j, &pairs);
    return aligner_.Base(query_.total, block.total());
  }
  // Those of the listed name's word j.
  void TakePairs(std::uint32_t word, std::size_t j, std::vector<WordPair>* pairs) const {
    if (credits_[word] > 0) {
      for (std::uint32_t at = first_[word]; at != kNone; at = links_[at].next) {
        pairs->push_back(links_[at].pair);
        pairs->back().listed = static_cast<std::uint8_t>(j);
      }
    }
    for (const Initial& initial : initials_) {
      if (index_.vocabulary().NameLetter(word) != initial.letter) continue;
      pairs->push_back({initial.query, static_cast<std::uint8_t>(j), 1, 1, WordMatch::kInitial,
                        kSimilarityInitial, CreditOfInitial(initial, word)});
    }
  }
  std::int64_t CreditOfInitial(const Initial& initial, std::uint32_t word) const {
    return CreditOf(kSimilarityInitial, query_.weights[initial.query],
                    index_.vocabulary().weight(word));
  }

  void Look(std::uint32_t number) {
    const auto words = index_.BlockOf(number).words();
    listed_.tokens.clear();
    listed_.weights.clear();
    for (std::uint32_t word : words) {
      listed_.tokens.push_back(&index_.vocabulary().token(word));
      listed_.weights.push_back(index_.vocabulary().weight(word));
    }
    std::vector<WordPair>& pairs = aligner_.pairs();
    pairs.clear();
    for (std::size_t j = 0; j < words.size(); ++j) {
      TakePairs(words[j], j, &pairs);
      AddJoins(j, &pairs);
    }
    index_.TakeTexts(number, &listed_);
    const NameIndex::Impl::Listed& listed = index_.listed(number);
    const int base = aligner_.Base(query_.total, listed_.total);
    Offer({listed.entry, listed.name, aligner_.Score(query_, listed_, base, floor_)});
  }

  // Whether the best pairs of all words together reach the floor. Names with joined
  // words or equal letters are looked at surely.
  bool MayReach(const NameBlock& block) const {
    std::int64_t credit = 0;
    std::size_t linked = 0;
    for (std::uint32_t word : block.words()) {
      std::int64_t most = credits_[word];
      linked += most > 0 ? 1 : 0;
      for (const Initial& initial : initials_) {
        if (index_.vocabulary().NameLetter(word) != initial.letter) continue;
        most = std::max(most, CreditOfInitial(initial, word));
      }
      credit += most;
    }
    const int bonus = linked < own_words_ ? 0 : Bonus();
    return credit * kScoreMax >= FullCredit(query_.total, block.total()) * (floor_ - bonus);
  }

  void AddJoins(std::size_t j, std::vector<WordPair>* pairs) const {
    if (joins_listed_ == 0 || j + 1 == listed_.tokens.size()) return;
    const int weight = listed_.weights[j] + listed_.weights[j + 1];
    for (std::size_t i = 0; i < query_.tokens.size(); ++i) {
      if (((joins_listed_ >> i) & 1U) == 0) continue;
      if (!IsJoined(*listed_.tokens[j], *listed_.tokens[j + 1], *query_.tokens[i])) continue;
      pairs->push_back({static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(j), 1, 2,
                        WordMatch::kJoined, kSimilarityJoined,
                        CreditOf(kSimilarityJoined, query_.weights[i], weight)});
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

  // A listed word that agrees with one of the query, and what the pair brings.
  struct AgreeingWord {
    std::uint32_t word = 0;
    TokenMatch match;
    std::int64_t credit = 0;
    std::span<const NameIndex::Impl::Posting> names;
  };
  // What the search has looked up of a word.
  struct KnownWord {
    int weight = 0;
    bool listed = false;  // `hits` are made
    std::vector<AgreeingWord> hits;
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
  void TakeQuery(const Name& name) {
    words_.clear();
    query_ = NameIndex::Impl::Weighed(name, [this](const NameToken& token) {
      words_.push_back(&KnownOf(token));
      return words_.back()->weight;
    });
  }
  const std::vector<AgreeingWord>& ListOf(const NameToken& token, KnownWord* of) {
    KnownWord& known = *of;
    if (known.listed) return known.hits;
    known.listed = true;
    found_.clear();
    index_.vocabulary().Find(token, &found_);
    known.hits.reserve(found_.size());
    for (const WordHit& hit : found_) {
      known.hits.push_back(
          {hit.word, hit.match,
           CreditOf(hit.match.similarity, known.weight, index_.vocabulary().weight(hit.word)),
           index_.NamesWith(hit.word)});
    }
    // What brings most comes first: Top counts on it.
    std::sort(known.hits.begin(), known.hits.end(),
              [](const AgreeingWord& a, const AgreeingWord& b) {
                return a.credit != b.credit ? a.credit > b.credit : a.word < b.word;
              });
    return known.hits;
  }

  struct LinkedPair {
    WordPair pair;
    std::uint32_t next;
  };

  const NameIndex::Impl& index_;
  Aligner aligner_;
  WeighedName query_;
  WeighedName listed_;                                   // scratch
  std::vector<KnownWord*> words_;                        // of the query
  std::vector<const std::vector<AgreeingWord>*> lists_;  // by word of the query
  std::vector<WordHit> found_;                           // scratch
  std::vector<std::size_t> order_;                       // words of the query, heaviest first
  std::vector<int> rest_query_;
  std::vector<std::int64_t> rest_credit_;
  std::size_t rest_at_ = 0;
  int bonus_ = 0;
  std::size_t own_words_ = 0;    // of the query: the bonus asks for all of them
  std::size_t bonus_until_ = 0;  // the first place of order_ with an own word
  std::vector<Initial> initials_;
  std::uint32_t joins_listed_ = 0;  // bits: words of the query that are two on the list
  std::uint32_t round_ = 0;
  std::vector<std::uint32_t> seen_;  // by name: the round
  // By word of the vocabulary: the most that a pair with it brings; 0 when there is none.
  std::vector<std::int32_t> credits_;
  std::vector<std::uint32_t> first_;   // likewise: in links_, when there is one
  std::vector<std::uint32_t> linked_;  // words that have one
  std::vector<LinkedPair> links_;
  std::array<std::uint32_t, 64> met_;  // places of blocks
  std::size_t met_count_ = 0;
  std::array<std::uint32_t, 8> waiting_;  // names
  std::size_t waiting_count_ = 0;
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

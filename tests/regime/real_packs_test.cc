// The regimes of this repository: what holds for every provision and every day.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "licet/parties/party.h"
#include "test_pack.h"

namespace licet {
namespace {

constexpr Reading kReadings[] = {Reading::kEnforced, Reading::kCodified};

class RealPacksTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string home = LICET_SOURCE_DIR;
    const auto disk = RealDisk();
    const auto countries = LoadCountries(*disk, home + "/data/countries.csv");
    ASSERT_TRUE(countries) << countries.error().ToString();
    std::vector<std::string> codes;
    for (const Country& country : *countries) codes.push_back(country.code);
    auto schema = Schema::Load(*disk, home + "/regimes/schema.yaml", codes);
    ASSERT_TRUE(schema) << schema.error().ToString();
    schema_ = std::make_unique<Schema>(std::move(*schema));
    const auto folders = disk->ListFolders(home + "/regimes");
    ASSERT_TRUE(folders);
    for (const std::string& folder : *folders) {
      auto pack = Pack::Load(*disk, home + "/regimes/" + folder, *schema_);
      ASSERT_TRUE(pack) << pack.error().ToString();
      EXPECT_EQ(pack->regime, folder);
      packs_.push_back(std::move(*pack));
    }
    ASSERT_GE(packs_.size(), 2u);
  }

  static std::vector<const Validity*> Validities(const Pack& pack) {
    std::vector<const Validity*> all;
    for (const Provision& p : pack.provisions) all.push_back(&p.validity);
    for (const NamedSet& set : pack.sets) {
      for (const SetMember& member : set.members) all.push_back(&member.validity);
      for (const SetMember& member : set.except) all.push_back(&member.validity);
    }
    return all;
  }

  // Days on which anything of the pack starts, ends or becomes known.
  static std::vector<Date> ChangeDays(const Pack& pack) {
    std::set<Date> days;
    for (const Validity* v : Validities(pack)) {
      for (Date day : {v->announced, v->effective, v->compliance, v->ends, v->ends_announced}) {
        if (day != Date::Min() && day != Date::Max()) days.insert(day);
      }
    }
    return {days.begin(), days.end()};
  }

  static Date Before(Date day) { return Date::FromDays(day.days() - 1); }

  // The text of docs/packs.md once more, without the engine's intervals.
  static bool Binds(const Validity& v, Date as_of, Date known_at, Reading reading) {
    if (!(reading == Reading::kEnforced ? v.enforced : v.codified)) return false;
    if (known_at < v.announced || as_of < v.effective) return false;
    if (reading == Reading::kEnforced && as_of < v.compliance) return false;
    return as_of < v.ends || known_at < v.ends_announced;
  }

  static std::set<Symbol> Members(const Pack& pack, int set, Date as_of, Date known_at,
                                  Reading reading) {
    std::set<Symbol> words;
    auto each = [&](const std::vector<SetMember>& members, auto act) {
      for (const SetMember& member : members) {
        if (!Binds(member.validity, as_of, known_at, reading)) continue;
        for (Symbol word : member.words) act(word);
        if (member.set < 0) continue;
        for (Symbol word : Members(pack, member.set, as_of, known_at, reading)) act(word);
      }
    };
    const NamedSet& named = pack.sets[static_cast<std::size_t>(set)];
    each(named.members, [&](Symbol word) { words.insert(word); });
    std::set<Symbol> away;
    each(named.except, [&](Symbol word) { away.insert(word); });
    for (Symbol word : away) words.erase(word);
    return words;
  }

  void CheckSnapshot(const Pack& pack, Date as_of, Date known_at, Reading reading) const {
    const Snapshot snapshot = TakeSnapshot(pack, as_of, known_at, reading);
    std::vector<int> in_force;
    for (std::size_t i = 0; i < pack.provisions.size(); ++i) {
      if (Binds(pack.provisions[i].validity, as_of, known_at, reading)) {
        in_force.push_back(static_cast<int>(i));
      }
    }
    const std::string when = pack.regime + " " + as_of.ToString() + " known " +
                             known_at.ToString() + " " + std::string(ToString(reading));
    EXPECT_EQ(snapshot.in_force, in_force) << when;
    ASSERT_EQ(snapshot.sets.size(), pack.sets.size());
    for (std::size_t i = 0; i < pack.sets.size(); ++i) {
      const auto members = Members(pack, static_cast<int>(i), as_of, known_at, reading);
      EXPECT_EQ(snapshot.sets[i], std::vector<Symbol>(members.begin(), members.end()))
          << when << " " << pack.sets[i].name;
    }
  }

  // A few sales, some of them with gaps.
  std::vector<Facts> Sales() const {
    const std::map<std::string, std::string> strong = {{"item.type", "ic"},
                                                       {"item.tpp", "15824"},
                                                       {"item.total_tpp", "15824"},
                                                       {"item.logic_area", "814"},
                                                       {"item.interconnect", "900"},
                                                       {"item.memory_bandwidth", "3350"},
                                                       {"item.peak_tops", "1978"},
                                                       {"item.designed_for_datacenter", "true"},
                                                       {"item.vendor", "NVIDIA"},
                                                       {"item.kind", "gpu"},
                                                       {"item.model", "H100"},
                                                       {"transaction.activity", "export"},
                                                       {"transaction.origin", "US"},
                                                       {"transaction.end_use", "ai-training"},
                                                       {"exporter.headquarters", "US"},
                                                       {"exporter.parent_headquarters", "US"}};
    std::vector<Facts> sales;
    for (const char* to : {"CN", "AE", "MY", "DE", "unknown"}) {
      for (const char* tpp : {"15824", "2368", "1200", "2000..6000"}) {
        auto given = strong;
        given["transaction.destination"] = to;
        given["item.tpp"] = tpp;
        for (const char* role : {"purchaser", "consignee", "end_user"}) {
          for (const char* field : {"country", "headquarters", "parent_headquarters"}) {
            given[std::string(role) + "." + field] = to;
          }
          given[std::string(role) + ".flags"] = "";
          given[std::string(role) + ".lineage"] = "somebody";
          given[std::string(role) + ".tier"] = "T2";
          given[std::string(role) + ".listed_ownership"] = "0";
        }
        sales.push_back(Given(*schema_, given));
      }
    }
    return sales;
  }

  // Everything that a determination says, as one text.
  static std::string Said(const Determination& d) {
    std::string text = std::string(ToString(d.outcome)) + " " +
                       std::string(ToString(d.confidence)) + " " + d.governing + " " + d.exception +
                       " " + d.review;
    for (const auto* words : {&d.codes, &d.possible, &d.possible_reviews}) {
      text += " |";
      for (const std::string& word : *words) text += " " + word;
    }
    for (const ConditionState& state : d.conditions) {
      text += " " + std::to_string(state.provision) + std::string(ConditionWord(state.met));
    }
    for (const auto* numbers : {&d.charges, &d.open}) {
      text += " |";
      for (int number : *numbers) text += " " + std::to_string(number);
    }
    for (const auto* names : {&d.missing.facts, &d.missing.open_points}) {
      text += " |";
      for (const std::string& name : *names) text += " " + name;
    }
    return text;
  }

  std::unique_ptr<Schema> schema_;
  std::deque<Pack> packs_;
};

TEST_F(RealPacksTest, EveryProvisionNamesItsSource) {
  for (const Pack& pack : packs_) {
    for (const Provision& p : pack.provisions) {
      EXPECT_FALSE(p.cite.ref.empty()) << p.id;
      EXPECT_FALSE(p.cite.doc.empty() && p.cite.url.empty()) << p.id;
      EXPECT_TRUE(p.cite.url.empty() || p.cite.url.starts_with("https://")) << p.id;
    }
  }
}

TEST_F(RealPacksTest, EveryDefeaterMeetsWhatItDefeats) {
  for (const Pack& pack : packs_) {
    for (const Provision& p : pack.provisions) {
      for (int number : p.unless) {
        const Provision& other = pack.provisions[static_cast<std::size_t>(number)];
        const bool meet = std::any_of(std::begin(kReadings), std::end(kReadings), [&](Reading r) {
          return p.validity.Binding(Date::Max(), r)
              .Overlaps(other.validity.Binding(Date::Max(), r));
        });
        EXPECT_TRUE(meet) << p.id << " and its defeater " << other.id << " never bind together";
      }
    }
  }
}

TEST_F(RealPacksTest, AProvisionThatGivesNothingDefeatsSomething) {
  for (const Pack& pack : packs_) {
    std::set<int> defeaters;
    for (const Provision& p : pack.provisions) defeaters.insert(p.unless.begin(), p.unless.end());
    for (std::size_t i = 0; i < pack.provisions.size(); ++i) {
      const Provision& p = pack.provisions[i];
      EXPECT_TRUE(p.gives || defeaters.contains(static_cast<int>(i))) << p.id << " has no effect";
    }
  }
}

TEST_F(RealPacksTest, SnapshotsOnAndBeforeEveryChange) {
  int taken = 0;
  for (const Pack& pack : packs_) {
    for (Date change : ChangeDays(pack)) {
      for (Date day : {Before(change), change}) {
        for (Reading reading : kReadings) {
          for (Date known_at : {day, Date::Max()}) {
            CheckSnapshot(pack, day, known_at, reading);
            ++taken;
          }
        }
      }
    }
  }
  std::printf("%d snapshots\n", taken);
  EXPECT_GT(taken, 100);
}

TEST_F(RealPacksTest, NothingChangesBetweenTwoChangeDays) {
  for (const Pack& pack : packs_) {
    const std::vector<Date> days = ChangeDays(pack);
    for (std::size_t i = 0; i + 1 < days.size(); ++i) {
      for (Reading reading : kReadings) {
        const Snapshot first = TakeSnapshot(pack, days[i], days[i], reading);
        const Date eve = Before(days[i + 1]);
        const Snapshot last = TakeSnapshot(pack, eve, eve, reading);
        EXPECT_EQ(first.in_force, last.in_force) << eve.ToString();
        EXPECT_EQ(first.sets, last.sets) << eve.ToString();
      }
    }
  }
}

// A reform that starts on a day must not touch any day before it.
TEST_F(RealPacksTest, AFutureReformLeavesThePastAlone) {
  const std::vector<Facts> sales = Sales();
  long compared = 0;
  long changed = 0;  // by the same removal on the day itself, so that it could be seen
  for (const Pack& pack : packs_) {
    const std::vector<Date> days = ChangeDays(pack);
    for (Date start : days) {
      Pack without = pack;
      bool removed = false;
      auto remove = [&](Validity* v) {
        if (v->effective != start) return;
        v->effective = Date::Max();
        removed = true;
      };
      for (Provision& p : without.provisions) remove(&p.validity);
      for (NamedSet& set : without.sets) {
        for (SetMember& member : set.members) remove(&member.validity);
        for (SetMember& member : set.except) remove(&member.validity);
      }
      if (!removed) continue;
      for (Reading reading : kReadings) {
        auto compare = [&](Date day) {
          const Snapshot with = TakeSnapshot(pack, day, Date::Max(), reading);
          const Snapshot less = TakeSnapshot(without, day, Date::Max(), reading);
          long different = 0;
          for (const Facts& sale : sales) {
            Facts a = sale;
            Facts b = sale;
            different += Said(Determine(with, *schema_, &a)) != Said(Determine(less, *schema_, &b));
          }
          return different;
        };
        for (Date day : {days.front(), days[days.size() / 2], Before(start)}) {
          if (!(day < start)) continue;
          compared += static_cast<long>(sales.size());
          EXPECT_EQ(compare(day), 0)
              << pack.regime << " " << start.ToString() << " changes " << day.ToString();
        }
        changed += compare(start);
      }
    }
  }
  std::printf("%ld answers unchanged before a reform, %ld changed on its day\n", compared, changed);
  EXPECT_GT(changed, 0);
}

}  // namespace
}  // namespace licet

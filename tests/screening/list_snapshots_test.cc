// The publishers' own files, which are too large for this repository. The
// environment variable LICET_LISTS names a folder of snapshots; the records are
// those counted by hand when they were taken.

#include <cstdlib>
#include <map>

#include "licet/screening/list_store.h"
#include "lists.h"

namespace licet {
namespace {

struct Snapshot {
  std::vector<std::string> files;
  std::map<std::string, std::size_t> records;  // by list
};

std::vector<Snapshot> Snapshots() {
  return {
      {{"us_restricted_2026-07/bis_entity_list.json.gz"}, {{"us-entity-list", 3409}}},
      {{"us_restricted_2026-07/bis_meu.json.gz"}, {{"us-military-end-user-list", 70}}},
      {{"us_restricted_2026-07/bis_dpl.json.gz"}, {{"us-denied-persons-list", 564}}},
      {{"us_restricted_2026-07/dow_1260h.json.gz"}, {{"us-1260h", 80}}},
      {{"us_restricted_2026-07/dow_1286.json.gz"}, {{"us-1286", 134}}},
      {{"us_restricted_2026-07/dhs_uflpa.json.gz"}, {{"us-uflpa", 148}}},
      {{"us_restricted_2026-07/ofac_nscmic.json.gz"}, {{"us-ns-cmic", 68}}},
      {{"us_restricted_2026-07/ofac_eo14032_annex.json.gz"}, {{"us-eo-14032-annex", 59}}},
      {{"us_restricted_2026-07/fcc_covered.json.gz"}, {{"us-fcc-covered", 15}}},
      {{"us_restricted_2026-07/state_nonproliferation.json.gz"}, {{"us-nonproliferation", 528}}},
      {{"us_restricted_2026-07/state_debarred_statutory.json.gz"},
       {{"us-itar-debarred-statutory", 779}}},
      {{"us_restricted_2026-07/state_debarred_admin.json.gz"}, {{"us-itar-debarred-admin", 8}}},
      {{"us_bis_entity_list_2025-11_csl/entity_list_from_csl.json.gz"}, {{"us-entity-list", 3421}}},
      {{"csl_format_2026-07_derived/consolidated.csv.gz"},
       {{"us-entity-list", 3409},
        {"us-military-end-user-list", 70},
        {"us-denied-persons-list", 564},
        {"us-nonproliferation", 528},
        {"us-itar-debarred", 787},
        {"us-ns-cmic", 68}}},
      {{"ofac_sdn_2021-07/add.csv.gz", "ofac_sdn_2021-07/alt.csv.gz",
        "ofac_sdn_2021-07/sdn_comments.csv.gz", "ofac_sdn_2021-07/sdn.csv.gz"},
       {{"us-sdn", 8976}}},
      {{"ofac_nonsdn_2025-12/cons_prim.csv.gz", "ofac_nonsdn_2025-12/cons_alt.csv.gz",
        "ofac_nonsdn_2025-12/cons_add.csv.gz", "ofac_nonsdn_2025-12/cons_comments.csv.gz"},
       {{"us-ofac-consolidated", 442}}},
      {{"un_2026-02/UN_consolidated.xml.gz"}, {{"un-consolidated", 1003}}},
      {{"jp_meti_2026-07/jp_end_user_list.json.gz"}, {{"jp-end-user-list", 835}}},
      {{"cn_mofcom_2026-07/cn_entities.json.gz"},
       {{"cn-unreliable-entity-list", 61},
        {"cn-export-control-list", 139},
        {"cn-attention-list", 40}}}};
}

class ListSnapshots : public testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("LICET_LISTS");
    if (folder == nullptr) {
      GTEST_SKIP() << "LICET_LISTS does not name a folder of the publishers' files";
    }
    folder_ = folder;
  }

  Result<std::vector<RestrictedList>> Read(const std::vector<std::string>& files) {
    std::vector<std::string> paths;
    for (const std::string& file : files) paths.push_back(folder_ + "/" + file);
    return ReadLists(*RealDisk(), paths, Countries());
  }

  std::string folder_;
};

TEST_F(ListSnapshots, HaveTheirRecordsAndComeBackFromTheStore) {
  for (const Snapshot& snapshot : Snapshots()) {
    const auto lists = Read(snapshot.files);
    ASSERT_TRUE(lists) << lists.error().ToString();
    std::map<std::string, std::size_t> records;
    for (const RestrictedList& list : *lists) {
      records[list.id] = list.entries.size();
      MemoryDisk disk;
      ASSERT_TRUE(SaveLists(disk, "l", {list}));
      const auto again = LoadLists(disk, "l", Countries());
      ASSERT_TRUE(again) << again.error().ToString();
      EXPECT_EQ(StoredText(again->front()), StoredText(list)) << list.id;
    }
    EXPECT_EQ(records, snapshot.records) << snapshot.files.front();
  }
}

TEST_F(ListSnapshots, TellTheFootnotesOfTheEntityList) {
  const auto lists = Read({"us_restricted_2026-07/bis_entity_list.json.gz"});
  ASSERT_TRUE(lists) << lists.error().ToString();
  std::map<int, int> footnotes;
  std::size_t aliases = 0;
  std::size_t huawei = 0;
  for (const ListEntry& entry : lists->front().entries) {
    for (const int footnote : entry.footnotes) ++footnotes[footnote];
    huawei += entry.names.front().text.starts_with("Huawei Technologies") ? 1 : 0;
    aliases += entry.names.size() - 1;
  }
  EXPECT_EQ(footnotes, (std::map<int, int>{{1, 130}, {3, 773}, {4, 96}, {5, 16}}));
  EXPECT_GE(huawei, 1U);
  EXPECT_GT(aliases, 5000U);
}

// Names as counted in the files themselves, less those that an entry repeats.
TEST_F(ListSnapshots, KeepTheAliases) {
  const std::map<std::string, std::size_t> names = {{"un-consolidated", 1003 + 378 + 2600},
                                                    {"us-sdn", 8976 + 11800},
                                                    {"jp-end-user-list", 835 + 1300}};
  const auto lists = Read({"un_2026-02/UN_consolidated.xml.gz", "ofac_sdn_2021-07/sdn.csv.gz",
                           "ofac_sdn_2021-07/alt.csv.gz", "ofac_sdn_2021-07/add.csv.gz",
                           "jp_meti_2026-07/jp_end_user_list.json.gz"});
  ASSERT_TRUE(lists) << lists.error().ToString();
  for (const RestrictedList& list : *lists) {
    std::size_t count = 0;
    for (const ListEntry& entry : list.entries) count += entry.names.size();
    EXPECT_GE(count, names.at(list.id)) << list.id;
  }
}

TEST_F(ListSnapshots, RefuseTheSetWithoutItsPrimaryFile) {
  const auto lists =
      Read({"ofac_sdn_2025-12_partial/alt.csv.gz", "ofac_sdn_2025-12_partial/add.csv.gz"});
  ASSERT_FALSE(lists);
  EXPECT_NE(lists.error().sentence().find("give sdn.csv or cons_prim.csv"), std::string::npos);
}

}  // namespace
}  // namespace licet

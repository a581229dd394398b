#include "licet/screening/list_store.h"

#include "lists.h"

namespace licet {
namespace {

ListEntry FullEntry() {
  ListEntry entry;
  entry.list = "us-entity-list";
  entry.id = "b \"quoted\"";
  entry.type = EntryType::kPerson;
  entry.names = {{"A", ListedName::Kind::kName},
                 {"B", ListedName::Kind::kAlias},
                 {"C", ListedName::Kind::kWeakAlias},
                 {"\xE5\x8D\x8E", ListedName::Kind::kOriginal}};
  entry.addresses = {{"1 Elm; Shanghai", "CN"}, {"nowhere", ""}};
  entry.countries = {"CN", "HK"};
  entry.identifiers = {{"passport", "P1"}};
  entry.footnotes = {1, 4};
  entry.licence_requirement = "all";
  entry.review_policy = "denial";
  entry.citation = "88 FR 1";
  entry.programmes = {"X", "Y"};
  entry.listed = *Date::Parse("2020-01-02");
  entry.removed = *Date::Parse("2021-01-02");
  entry.remarks = "tab\there";
  entry.url = "https://x";
  return entry;
}

RestrictedList SmallList(const std::string& id) {
  RestrictedList list;
  list.id = id;
  list.title = "Entity List";
  list.publisher = "BIS";
  list.published = *Date::Parse("2026-07-09");
  list.notes = {{"odd", {"el.json", 7, 1}}, {"odd too", {}}};
  ListEntry plain;
  plain.list = id;
  plain.id = "a";
  plain.names = {{"Plain", ListedName::Kind::kName}};
  list.entries = {FullEntry(), plain};
  list.entries[0].list = id;
  return list;
}

void ExpectSameEntry(const ListEntry& a, const ListEntry& b) {
  EXPECT_EQ(a.list, b.list);
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.type, b.type);
  EXPECT_EQ(a.names, b.names);
  EXPECT_EQ(a.addresses, b.addresses);
  EXPECT_EQ(a.countries, b.countries);
  EXPECT_EQ(a.identifiers, b.identifiers);
  EXPECT_EQ(a.footnotes, b.footnotes);
  EXPECT_EQ(a.licence_requirement, b.licence_requirement);
  EXPECT_EQ(a.review_policy, b.review_policy);
  EXPECT_EQ(a.citation, b.citation);
  EXPECT_EQ(a.programmes, b.programmes);
  EXPECT_EQ(a.listed, b.listed);
  EXPECT_EQ(a.removed, b.removed);
  EXPECT_EQ(a.remarks, b.remarks);
  EXPECT_EQ(a.url, b.url);
}

TEST(ListStore, GivesBackWhatWasSavedSortedById) {
  MemoryDisk disk;
  const RestrictedList list = SmallList("us-entity-list");
  ASSERT_TRUE(SaveLists(disk, "lists", {list}));
  const auto loaded = LoadLists(disk, "lists", Countries());
  ASSERT_TRUE(loaded) << loaded.error().ToString();
  ASSERT_EQ(loaded->size(), 1U);
  const RestrictedList& again = loaded->front();
  EXPECT_EQ(again.id, list.id);
  EXPECT_EQ(again.title, list.title);
  EXPECT_EQ(again.publisher, list.publisher);
  EXPECT_EQ(again.published, list.published);
  EXPECT_EQ(NotesOf(again), NotesOf(list));
  ASSERT_EQ(again.entries.size(), 2U);
  ExpectSameEntry(again.entries[0], list.entries[1]);
  ExpectSameEntry(again.entries[1], list.entries[0]);
  EXPECT_EQ(again.entries[1].place.file, "lists/us-entity-list.jsonl");
  EXPECT_EQ(again.entries[1].place.line, 3);
  EXPECT_EQ(StoredText(again), StoredText(list));
}

TEST(ListStore, WritesTheDocumentedForm) {
  RestrictedList list = SmallList("mine");
  list.entries.erase(list.entries.begin());
  list.notes.clear();
  const std::string text = StoredText(list);
  const std::string head =
      "{\"licet_list\":1,\"id\":\"mine\",\"title\":\"Entity List\",\"publisher\":\"BIS\","
      "\"published\":\"2026-07-09\",\"records\":1,\"hash\":\"";
  EXPECT_EQ(text.substr(0, head.size()), head);
  EXPECT_EQ(text.substr(head.size() + 16),
            "\"}\n{\"id\":\"a\",\"names\":[{\"kind\":\"name\",\"text\":\"Plain\"}]}\n");
}

TEST(ListStore, RefusesAStoredFileThatWasChangedOrCut) {
  const std::string text = StoredText(SmallList("mine"));
  const auto load = [](const std::string& content) {
    MemoryDisk disk;
    EXPECT_TRUE(disk.WriteAtomically("l/mine.jsonl", content));
    auto lists = LoadLists(disk, "l", Countries());
    return lists ? std::string("no error") : lists.error().ToString();
  };
  EXPECT_EQ(load(text), "no error");
  for (std::size_t keep = 1; keep < text.size(); ++keep) {
    EXPECT_EQ(load(text.substr(0, keep)).substr(0, 12), "l/mine.jsonl") << keep;
  }
  std::string changed = text;
  changed.replace(changed.find("Plain"), 5, "Plane");
  EXPECT_EQ(load(changed),
            "l/mine.jsonl:1:1: this stored list is not as it was written (2 entries, 2 expected, "
            "or changed text); import it again");
  std::string version = text;
  version.replace(version.find("\":1,"), 4, "\":2,");
  EXPECT_NE(load(version).find("is of another version than 1"), std::string::npos);
}

TEST(ListStore, RefusesWhatItCouldNotLoadAgain) {
  MemoryDisk disk;
  EXPECT_EQ(SaveLists(disk, "l", {SmallList("a"), SmallList("a")}).error().code(),
            ErrorCode::kDuplicate);
  RestrictedList empty;
  empty.id = "b";
  EXPECT_FALSE(SaveLists(disk, "l", {SmallList("a"), empty}));
  EXPECT_FALSE(disk.IsFolder("l"));  // nothing was written
}

TEST(ListStore, LoadsPublishersFilesBesideItsOwn) {
  MemoryDisk disk;
  ASSERT_TRUE(SaveLists(disk, "l", {SmallList("z-list"), SmallList("a-list")}));
  ASSERT_TRUE(disk.WriteAtomically("l/mine.csv", "name,list\nFirm,m-list\n"));
  ASSERT_TRUE(disk.WriteAtomically("l/README.md", "no list"));
  const auto lists = LoadLists(disk, "l", Countries());
  ASSERT_TRUE(lists) << lists.error().ToString();
  ASSERT_EQ(lists->size(), 3U);
  EXPECT_EQ((*lists)[0].id, "a-list");
  EXPECT_EQ((*lists)[1].id, "m-list");
  EXPECT_EQ((*lists)[2].id, "z-list");
  EXPECT_EQ(LoadLists(disk, "l/mine.csv", Countries())->size(), 1U);
}

TEST(ListStore, RefusesAFolderWhereAListWouldBeMissingOrDouble) {
  MemoryDisk disk;
  ASSERT_TRUE(disk.WriteAtomically("none/README.md", "no list"));
  EXPECT_EQ(LoadLists(disk, "none", Countries()).error().ToString(),
            "none: this folder has no list; put one in with licet lists import FILE --lists "
            "FOLDER");
  EXPECT_FALSE(LoadLists(disk, "absent", Countries()));
  ASSERT_TRUE(disk.WriteAtomically("bad/mine.csv", "name\nFirm\n"));
  ASSERT_TRUE(disk.WriteAtomically("bad/other.json", "{}"));
  EXPECT_FALSE(LoadLists(disk, "bad", Countries()));
  ASSERT_TRUE(disk.WriteAtomically("two/a.csv", "name\nFirm\n"));
  ASSERT_TRUE(disk.WriteAtomically("two/b.csv", "name\nFirm\n"));
  EXPECT_EQ(LoadLists(disk, "two", Countries()).error().ToString(),
            "two: the list own-list is there twice, in 'two/a.csv' and in 'two/b.csv'; leave one "
            "out");
}

TEST(ListStore, SeesWhatAnImportWouldStandBeside) {
  MemoryDisk disk;
  const RestrictedList list = SmallList("own-list");
  ASSERT_TRUE(disk.WriteAtomically("l/mine.csv", "name\nFirm\n"));
  EXPECT_EQ(CheckBeside(disk, "l", {list}, Countries()).error().ToString(),
            "l/mine.csv: this file already holds the list own-list; remove it first, or import "
            "into another folder");
  EXPECT_TRUE(CheckBeside(disk, "l", {SmallList("other")}, Countries()));
  // Its own former issue is no obstacle, even a damaged one.
  ASSERT_TRUE(disk.WriteAtomically("m/own-list.jsonl", "damaged"));
  EXPECT_TRUE(CheckBeside(disk, "m", {list}, Countries()));
}

}  // namespace
}  // namespace licet

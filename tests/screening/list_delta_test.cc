#include "licet/screening/list_delta.h"

#include "lists.h"

namespace licet {
namespace {

RestrictedList Csv(const std::string& rows) { return OneList({{"l.csv", rows}}); }

// "added b B | changed a A: footnotes 1 -> 1; 4".
std::string TextOf(const std::vector<EntryDelta>& deltas) {
  std::vector<std::string> texts;
  for (const EntryDelta& delta : deltas) {
    std::string text =
        std::string(ToString(delta.kind)) + " " + delta.list + "/" + delta.id + " " + delta.name;
    for (const FieldChange& one : delta.changes) {
      text += ": " + one.field + " " + one.before + " -> " + one.after;
    }
    texts.push_back(text);
  }
  return Join(texts, " | ");
}

std::string Delta(const std::string& before, const std::string& after) {
  return TextOf(DeltaOf({Csv(before)}, {Csv(after)}));
}

TEST(ListDelta, FindsWhatWasAddedRemovedAndChanged) {
  EXPECT_EQ(
      Delta("id,name,footnotes\n1,A,1\n2,B,\n3,C,\n", "id,name,footnotes\n3,C,\n1,A,1;4\n4,D,\n"),
      "added own-list/4 D | removed own-list/2 B | changed own-list/1 A: footnotes 1 -> 1; "
      "4");
}

TEST(ListDelta, SaysNothingOfTheSameIssue) {
  const std::string rows = "id,name,aliases,country\n1,A,x;y,CN\n2,B,,\n";
  EXPECT_EQ(Delta(rows, rows), "");
  EXPECT_EQ(Delta(rows, "id,name,aliases,country\n2,B,,\n1,A,y;x,CN\n"), "");  // other order
}

TEST(ListDelta, SeesEveryField) {
  const std::string head =
      "id,name,aliases,country,type,addresses,citation,listed,removed,licence_requirement,"
      "review_policy,programmes,remarks,url\n";
  EXPECT_EQ(Delta(head + "1,A,,CN,person,,,,,,,,,\n",
                  head + "1,B,b,HK,vessel,s,c,2020-01-01,2021-01-01,l,r,p,m,u\n"),
            "changed own-list/1 B: type person -> vessel: names A -> B; b (alias): addresses  -> "
            "s: countries CN -> HK: licence_requirement  -> l: review_policy  -> r: citation  -> "
            "c: programmes  -> p: listed  -> 2020-01-01: removed  -> 2021-01-01: remarks  -> m: "
            "url  -> u");
}

TEST(ListDelta, FollowsAnEntryWhoseIdChanged) {
  EXPECT_EQ(Delta("id,name,country,citation\n1,Firm A,CN,x\n2,Firm A,HK,x\n",
                  "id,name,country,citation\n8,FIRM A,CN,y\n9,Firm A,HK,x\n"),
            "changed own-list/8 FIRM A: names Firm A -> FIRM A: citation x -> y");
  // By the name alone only where it stands once on each side.
  EXPECT_EQ(Delta("id,name,country\n1,Firm-A,CN\n", "id,name,country\n8,Firm A,RU\n"),
            "changed own-list/8 Firm A: names Firm-A -> Firm A: countries CN -> RU");
  EXPECT_EQ(Delta("id,name,country\n1,A,CN\n2,A,HK\n", "id,name,country\n8,A,RU\n"),
            "added own-list/8 A | removed own-list/1 A | removed own-list/2 A");
}

TEST(ListDelta, TakesAListOfOneSideAsAWhole) {
  const RestrictedList one = Csv("name,list\nA,one\n");
  const RestrictedList two = Csv("name,list\nA,two\n");
  EXPECT_EQ(TextOf(DeltaOf({one}, {two})), "removed one/a A | added two/a A");
  EXPECT_EQ(TextOf(DeltaOf({}, {one})), "added one/a A");
  EXPECT_EQ(TextOf(DeltaOf({}, {})), "");
}

}  // namespace
}  // namespace licet

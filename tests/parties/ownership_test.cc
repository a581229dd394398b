#include "licet/parties/ownership.h"

#include <string>
#include <vector>

#include "books.h"

namespace licet {
namespace {

constexpr const char* kSix =
    "x,X,CN,CN,,,entity-list\ny,Y,CN,CN,,,sdn\nclean,C,SG,SG,,,\na,A,SG,SG,,,\nb,B,SG,SG,,,\n"
    "c,C2,SG,SG,,,\n";
const std::vector<std::string> kFlags = {"sdn", "entity-list"};

OwnershipFinding Find(const Result<PartyBook>& book, const char* id,
                      const char* day = "2025-10-01") {
  EXPECT_TRUE(book) << book.error().ToString();
  return AnalyseOwnership(*book, **book->Find(id), DayOf(day), kFlags);
}

std::string Answer(const std::string& owners, const char* id, const char* day = "2025-10-01") {
  const OwnershipFinding found = Find(BookOf(kSix, owners), id, day);
  return std::string(ToString(found.by_ownership)) + " " + found.aggregate.ToString();
}

std::string Settle(const std::string& owners, const char* id) {
  const OwnershipFinding found = Find(BookOf(kSix, owners), id);
  std::string text = found.fewest ? "" : "perhaps fewer than ";
  for (const OwnerShare& share : found.settle) text += share.owner + ">" + share.owned + " ";
  return text;
}

std::string Flags(const OwnershipFinding& found) {
  std::string text;
  for (const RedFlag& flag : found.red_flags) {
    text += (text.empty() ? "" : "; ") + std::string(ToString(flag.kind)) + " " + flag.owner + ">" +
            flag.owned + " " + flag.share.ToString();
  }
  return text;
}

TEST(Restricted, HalfIsTheLine) {
  EXPECT_EQ(Answer("x,a,49,,\n", "a"), "false 49");
  EXPECT_EQ(Answer("x,a,49.999999,,\n", "a"), "false 49.999999");
  EXPECT_EQ(Answer("x,a,50,,\n", "a"), "true 50");
  EXPECT_EQ(Answer("x,a,51,,\n", "a"), "true 51");
}

TEST(Restricted, InAggregateAndThroughHalfOwnedOwners) {
  EXPECT_EQ(Answer("x,a,30,,\ny,a,20,,\n", "a"), "true 50");
  EXPECT_EQ(Answer("x,a,50,,\na,b,50,,\n", "b"), "true 50");
  EXPECT_EQ(Answer("x,a,49,,\na,b,100,,\n", "b"), "false 0");
  EXPECT_EQ(Answer("x,a,50,,\na,b,25,,\nx,c,50,,\nc,b,25,,\n", "b"), "true 50");
}

TEST(Restricted, RangeAcrossHalfIsUnknown) {
  EXPECT_EQ(Answer("x,a,40..60,,\n", "a"), "unknown 40..60");
  EXPECT_EQ(Answer("x,a,40..49,,\n", "a"), "false 40..49");
  EXPECT_EQ(Answer("x,a,50..60,,\n", "a"), "true 50..60");
  EXPECT_EQ(Answer("x,a,,,\n", "a"), "unknown 0..100");
  EXPECT_EQ(Answer("x,a,,,\nclean,a,50.000001,,\n", "a"), "false 0..49.999999");
  EXPECT_EQ(Answer("?,a,50,,\n", "a"), "unknown 0..50");
}

TEST(Restricted, OnTheDayAndTheDayBefore) {
  const std::string owners = "x,a,60,2025-09-29,2025-11-10\n";
  EXPECT_EQ(Answer(owners, "a", "2025-09-28"), "false 0");
  EXPECT_EQ(Answer(owners, "a", "2025-09-29"), "true 60");
  EXPECT_EQ(Answer(owners, "a", "2025-11-09"), "true 60");
  EXPECT_EQ(Answer(owners, "a", "2025-11-10"), "false 0");
}

TEST(Restricted, OwnListingIsToldApart) {
  const OwnershipFinding found = Find(BookOf(kSix, "y,x,10,,\n"), "x");
  EXPECT_EQ(found.by_ownership, Truth::kFalse);
  EXPECT_EQ(found.listed, std::vector<std::string>({"entity-list"}));
  EXPECT_EQ(found.Restricted(), Truth::kTrue);
}

TEST(Restricted, NamesTheOwnersAndWhoMakesThemCount) {
  const OwnershipFinding found =
      Find(BookOf(kSix, "x,a,25,,\ny,a,25,,\na,b,40,,\nx,b,15,,\nclean,b,5,,\n"), "b");
  ASSERT_EQ(found.owners.size(), 2U);
  EXPECT_EQ(found.owners[0].share.owner, "a");
  EXPECT_EQ(found.owners[0].roots, std::vector<std::string>({"x", "y"}));
  EXPECT_EQ(found.owners[1].share.owner, "x");
  EXPECT_EQ(found.owners[1].roots, std::vector<std::string>({"x"}));
}

TEST(Restricted, MostRestrictiveTermsOfTheOwnersThatCount) {
  EXPECT_EQ(Find(BookOf(kSix, "x,a,60,,\n"), "a").terms, "entity-list");
  EXPECT_EQ(Find(BookOf(kSix, "x,a,60,,\ny,a,1,,\n"), "a").terms, "sdn");
  EXPECT_EQ(Find(BookOf(kSix, "x,a,60,,\ny,c,49,,\nc,a,40,,\n"), "a").terms, "entity-list");
  EXPECT_EQ(Find(BookOf(kSix, "y,x,50,,\nx,a,60,,\n"), "a").terms, "sdn");
  EXPECT_EQ(Find(BookOf(kSix, "y,x,49,,\nx,a,60,,\n"), "a").terms, "entity-list");
}

TEST(Restricted, TermsThatMightApplyAreToldApart) {
  const OwnershipFinding found = Find(BookOf(kSix, "x,a,60,,\ny,c,40..60,,\nc,a,40,,\n"), "a");
  EXPECT_EQ(found.terms, "entity-list");
  EXPECT_EQ(found.terms_perhaps, "sdn");
  const OwnershipFinding unknown = Find(BookOf(kSix, "x,a,40..60,,\n"), "a");
  EXPECT_EQ(unknown.terms, "");
  EXPECT_EQ(unknown.terms_perhaps, "entity-list");
  EXPECT_EQ(Find(BookOf(kSix, "x,a,40,,\n"), "a").terms_perhaps, "");
}

TEST(Restricted, CirclesAreNamedAndEnd) {
  const OwnershipFinding found =
      Find(BookOf(kSix, "a,b,60,,\nb,a,40,,\nx,a,60,,\nb,c,100,,\n"), "c");
  EXPECT_EQ(found.by_ownership, Truth::kTrue);
  ASSERT_EQ(found.cycles.size(), 1U);
  EXPECT_EQ(found.cycles[0], std::vector<std::string>({"a", "b"}));
  EXPECT_EQ(Answer("a,b,60,,\nb,a,60,,\n", "a"), "false 0");
  EXPECT_TRUE(Find(BookOf(kSix, "x,a,60,,\na,b,60,,\n"), "b").cycles.empty());
}

TEST(Settle, OneShare) {
  EXPECT_EQ(Settle("x,a,40..60,,\n", "a"), "x>a ");
  EXPECT_EQ(Settle("x,a,40..60,,\na,b,70,,\n", "b"), "x>a ");
  EXPECT_EQ(Settle("?,a,50,,\n", "a"), "?>a ");
  EXPECT_EQ(Settle("x,a,40..60,,\ny,b,45,,\na,b,5..10,,\n", "b"), "x>a ");
}

TEST(Settle, TheFewest) {
  EXPECT_EQ(Settle("x,a,40..60,,\ny,b,42,,\na,b,5..10,,\n", "b"), "a>b x>a ");
  EXPECT_EQ(Settle("x,a,40..60,,\ny,a,0..20,,\n", "a"), "x>a y>a ");
  // What is certain or cannot count is not asked for.
  EXPECT_EQ(Settle("x,a,,,\nclean,a,10..30,,\n", "a"), "x>a ");
  // Two ways to the same owner: either both matter or the one below.
  EXPECT_EQ(Settle("x,a,40..60,,\na,b,60,,\na,c,60,,\nb,clean,25,,\nc,clean,25,,\n", "clean"),
            "x>a ");
  EXPECT_EQ(Settle("x,a,60,,\n", "a"), "");
}

TEST(Settle, InACircleAllAreNamed) {
  EXPECT_EQ(Settle("a,b,30..60,,\nb,a,30..40,,\nx,a,20..60,,\n", "a"),
            "perhaps fewer than b>a x>a a>b ");
}

TEST(RedFlags, MinorityStakes) {
  EXPECT_EQ(Flags(Find(BookOf(kSix, "x,a,49,,\n"), "a")), "minority-stake x>a 49");
  EXPECT_EQ(Flags(Find(BookOf(kSix, "x,a,0,,\n"), "a")), "");
  EXPECT_EQ(Flags(Find(BookOf(kSix, "x,a,0..10,,\n"), "a")), "unknown-share x>a 0..10");
  EXPECT_EQ(Flags(Find(BookOf(kSix, "x,a,40..60,,\n"), "a")), "unknown-share x>a 40..60");
  EXPECT_EQ(Flags(Find(BookOf(kSix, "clean,a,49,,\n"), "a")), "");
}

TEST(RedFlags, ThroughOwnersThatTheRuleDoesNotCount) {
  EXPECT_EQ(Flags(Find(BookOf(kSix, "x,a,40,,\na,b,50,,\n"), "b")),
            "indirect-minority-stake x>b 20");
  // Along two chains; and of an owner that counts by its own owners.
  EXPECT_EQ(Flags(Find(BookOf(kSix, "x,a,40,,\nx,c,10..20,,\na,b,50,,\nc,b,50,,\n"), "b")),
            "indirect-minority-stake x>b 25..30");
  EXPECT_EQ(Flags(Find(BookOf(kSix, "x,a,60,,\na,c,30,,\nc,b,50,,\n"), "b")),
            "indirect-minority-stake a>b 15");
  EXPECT_EQ(Flags(Find(BookOf(kSix, "x,a,40,,\na,c,50,,\nc,a,30,,\nc,b,50,,\n"), "b")),
            "indirect-minority-stake x>b 0..40");
  EXPECT_EQ(Flags(Find(BookOf(kSix, "x,a,60,,\na,b,40,,\n"), "b")), "minority-stake a>b 40");
}

TEST(RedFlags, WhoeverIsNotKnown) {
  EXPECT_EQ(Flags(Find(BookOf(kSix, "?,a,10,,\n"), "a")), "unknown-owner ?>a 10");
  EXPECT_EQ(Flags(Find(BookOf(kSix, "?,a,10,,\na,b,30,,\n"), "b")), "unknown-owner ?>a 10");
}

TEST(RedFlags, HolderThatIsNoParentOnRecord) {
  EXPECT_EQ(Flags(Find(BookOf(kSix, "clean,a,51,,\n"), "a")), "holder-not-parent clean>a 51");
  EXPECT_EQ(Flags(Find(BookOf(kSix, "clean,a,50,,\n"), "a")), "");
  EXPECT_EQ(Flags(Find(BookOf("p,P,SG,SG,,,\nq,Q,SG,SG,p,,\n", "p,q,100,,\n"), "q")), "");
}

std::string Chains(const std::vector<ChainLink>& links) {
  std::string text;
  for (const ChainLink& link : links) {
    text += std::string(static_cast<std::size_t>(link.depth), '.') + link.share.owner + ">" +
            link.share.owned + "=" + (link.multiplied ? link.multiplied->ToString() : "many") +
            (link.told_before ? "*" : "") + " ";
  }
  return text;
}

std::string Up(const std::string& owners, const char* id) {
  const Result<PartyBook> book = BookOf(kSix, owners);
  return Chains(OwnerChains(*book, **book->Find(id), DayOf("2025-10-01")));
}

TEST(Chains, MultiplyAlongSingleChains) {
  EXPECT_EQ(Up("x,a,60,,\na,b,50,,\n?,a,10,,\n", "b"), ".a>b=50 ..x>a=30 ..?>a=5 ");
  EXPECT_EQ(Up("x,a,40..60,,\na,b,33.333333,,\n", "b"), ".a>b=33.333333 ..x>a=13.333333..20 ");
  EXPECT_EQ(Up("", "b"), "");
}

TEST(Chains, SeveralWaysToOneOwner) {
  EXPECT_EQ(Up("x,a,60,,\nx,b,50,,\na,c,50,,\nb,c,40,,\ny,x,10,,\n", "c"),
            ".a>c=50 ..x>a=many ...y>x=many .b>c=40 ..x>b=many* ");
}

TEST(Chains, CirclesEnd) { EXPECT_EQ(Up("a,b,60,,\nb,a,40,,\n", "a"), ".b>a=40 ..a>b=many* "); }

TEST(Chains, DownToTheHoldings) {
  const Result<PartyBook> book = BookOf(kSix, "x,a,60,,2025-10-01\nx,b,50,,\nb,c,50,,\n");
  EXPECT_EQ(Chains(HoldingChains(*book, **book->Find("x"), DayOf("2025-10-01"))),
            ".x>b=50 ..b>c=25 ");
  EXPECT_EQ(Chains(HoldingChains(*book, **book->Find("x"), DayOf("2025-09-30"))),
            ".x>a=60 .x>b=50 ..b>c=25 ");
}

TEST(Chains, LongChainsDoNotOverflow) {
  std::string parties = "x,X,CN,CN,,,entity-list\np0,P,SG,SG,,,\n";
  std::string owners = "x,p0,40..60,,\n";
  for (int i = 1; i < 20'000; ++i) {
    const std::string id = "p" + std::to_string(i);
    parties += id + ",P,SG,SG,,,\n";
    owners += "p" + std::to_string(i - 1) + "," + id + ",50,,\n";
  }
  const Result<PartyBook> book = BookOf(parties, owners);
  ASSERT_TRUE(book);
  const Party& last = **book->Find("p19999");
  EXPECT_EQ(OwnerChains(*book, last, DayOf("2025-10-01")).size(), 20'000U);
  const OwnershipFinding found = Find(book, "p19999");
  EXPECT_EQ(found.aggregate.ToString(), "0..50");
  ASSERT_EQ(found.settle.size(), 1U);
  EXPECT_EQ(found.settle[0].owner, "x");
}

}  // namespace
}  // namespace licet

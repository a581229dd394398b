// Statements of the Beneficial Ownership Data Standard as a file of owners.

#include <string>
#include <vector>

#include "books.h"

namespace licet {
namespace {

constexpr const char* kOnFile =
    "x,Xenon Works Co. Ltd,CN,CN,,,entity-list\nshop,Lion City Compute Pte Ltd,SG,SG,,,\n"
    "GB-COH-01234567,Old Mill Ltd,GB,GB,,,\ntwin-a,Twin Ltd,SG,,,,\ntwin-b,Twin Inc,US,,,,\n";

std::string Statement(const std::string& type, const std::string& record,
                      const std::string& details, const std::string& more = "") {
  return R"({"statementId": "s-)" + record + R"(", "recordType": ")" + type +
         R"(", "recordId": ")" + record + R"(", )" + more + R"("recordDetails": {)" + details +
         "}}";
}

std::string Entity(const std::string& record, const std::string& name,
                   const std::string& more = "") {
  return Statement(
      "entity", record,
      R"("isComponent": false, "entityType": {"type": "registeredEntity"}, "name": ")" + name +
          "\"" + more);
}

std::string Shareholding(const std::string& share, const std::string& more = "") {
  return R"({"type": "shareholding", "directOrIndirect": "direct", "share": {)" + share + "}" +
         more + "}";
}

// `owner` as it stands in JSON, with quotes where it is a record's id.
std::string Owns(const std::string& owner, const std::string& owned, const std::string& interests,
                 const std::string& more = "", const std::string& record = "") {
  std::string id = record.empty() ? "r-" + owned : record;
  if (record.empty()) {
    for (const char c : owner) {
      if (c >= '0' && c <= 'z') id += c;
    }
  }
  return Statement("relationship", id,
                   R"("isComponent": false, "subject": ")" + owned + R"(", "interestedParty": )" +
                       owner + R"(, "interests": [)" + interests + "]",
                   more);
}

std::string Array(const std::vector<std::string>& statements) {
  std::string text;
  for (const std::string& one : statements) text += (text.empty() ? "[\n" : ",\n") + one;
  return text + "\n]\n";
}

Result<PartyBook> Load(const std::vector<std::string>& statements) {
  return BookOf(kOnFile, Array(statements));
}

std::string Shares(const Result<PartyBook>& book, const char* party,
                   const char* day = "2025-10-01") {
  return book ? SharesIn(*book, party, day) : book.error().ToString();
}

// What a shareholding of x in shop with that share object comes to.
std::string ShareOf(const std::string& share) {
  return Shares(Load({Owns("\"x\"", "shop", Shareholding(share))}), "shop");
}

bool HasNote(const Result<PartyBook>& book, const std::string& text) {
  for (const std::string& note : book->notes()) {
    if (note.find(text) != std::string::npos) return true;
  }
  return false;
}

TEST(Bods, OwnersAndPartiesBesideThoseOnFile) {
  const Result<PartyBook> book =
      Load({Entity("e1", "Kestrel Holdings",
                   R"(, "jurisdiction": {"name": "Delaware", "code": "US-DE"})"),
            Statement("person", "p1",
                      R"("isComponent": false, "personType": "knownPerson", "names": [
                    {"type": "transliteration", "fullName": "Other"},
                    {"type": "legal", "fullName": "Jo Bloggs"}], "addresses": [
                    {"type": "residence", "country": {"name": "Singapore", "code": "SG"}}])"),
            Owns("\"e1\"", "shop", Shareholding(R"("exact": 60, "minimum": 60, "maximum": 60)")),
            Owns("\"p1\"", "e1", Shareholding(R"("exact": 12.5)"))});
  ASSERT_TRUE(book) << book.error().ToString();
  EXPECT_EQ(Shares(book, "shop"), "e1 60");
  EXPECT_EQ(Shares(book, "e1"), "p1 12.5");
  const Party& entity = **book->Find("e1");
  EXPECT_EQ(entity.name, "Kestrel Holdings");
  EXPECT_EQ(entity.country, "US");
  EXPECT_EQ(entity.headquarters, "");
  EXPECT_EQ(entity.place.line, 2);
  EXPECT_EQ((*book->Find("p1"))->name, "Jo Bloggs");
  EXPECT_EQ((*book->Find("p1"))->country, "SG");
  EXPECT_TRUE(book->notes().empty()) << book->notes().front();
}

TEST(Bods, RecordsArePartiesOnFileByIdIdentifierOrName) {
  const Result<PartyBook> book = Load(
      {Entity("shop", "Anything"),
       Entity("r1", "Anything", R"(, "identifiers": [{"scheme": "GB-COH", "id": "01234567"}])"),
       Entity("r2", "XENON WORKS"), Entity("r3", "Twin Limited"),
       Owns("\"r1\"", "shop", Shareholding(R"("exact": 30)")),
       Owns("\"r2\"", "shop", Shareholding(R"("exact": 20)")),
       Owns("\"r3\"", "shop", Shareholding(R"("exact": 10)"))});
  EXPECT_EQ(Shares(book, "shop"), "GB-COH-01234567 30; r3 10; x 20");
  EXPECT_EQ(book->parties().size(), 6U);
  EXPECT_TRUE(HasNote(book, "records taken as parties on file by their name (1: 'XENON WORKS')"));
  EXPECT_TRUE(HasNote(book, "several parties on file share"));
}

TEST(Bods, SharesInAllTheirForms) {
  EXPECT_EQ(ShareOf(R"("exact": 50)"), "x 50");
  EXPECT_EQ(ShareOf(R"("minimum": 25, "maximum": 50)"), "x 25..50");
  EXPECT_EQ(ShareOf(R"("exclusiveMinimum": 25, "maximum": 50)"), "x 25..50");
  EXPECT_EQ(ShareOf(R"("minimum": 25, "exclusiveMaximum": 50)"), "x 25..49.999999");
  EXPECT_EQ(ShareOf(R"("minimum": 75)"), "x 75..100");
  EXPECT_EQ(ShareOf(R"("maximum": 10)"), "x 0..10");
  EXPECT_EQ(ShareOf(""), "x 0..100");
  EXPECT_EQ(ShareOf(R"("exact": 33.333333333333336)"), "x 33.333333..33.333334");
  EXPECT_EQ(ShareOf(R"("exact": 49.99999999999999)"), "x 49.999999..50");
  EXPECT_EQ(ShareOf(R"("exact": 5e1)"), "x 50");
  EXPECT_EQ(ShareOf(R"("exact": 1.25E+1)"), "x 12.5");
  EXPECT_EQ(ShareOf(R"("exact": 1e-7)"), "x 0..0.000001");
  EXPECT_EQ(ShareOf(R"("exact": 0)"), "x 0");
  EXPECT_EQ(ShareOf(R"("exact": 100.0)"), "x 100");
}

TEST(Bods, RefusesSharesThatAreNone) {
  const auto fault = [](const std::string& share) {
    return FaultOf(Load({Owns("\"x\"", "shop", Shareholding(share))}));
  };
  EXPECT_EQ(fault(R"("exact": 100.0000001)").substr(0, 28), "invalid-argument bods.json:2");
  EXPECT_EQ(fault(R"("exact": -1)").substr(0, 28), "invalid-argument bods.json:2");
  EXPECT_EQ(fault(R"("exact": 1e3)").substr(0, 28), "invalid-argument bods.json:2");
  EXPECT_EQ(fault(R"("exact": 1e99)").substr(0, 28), "invalid-argument bods.json:2");
  EXPECT_EQ(fault(R"("minimum": 60, "maximum": 40)").substr(0, 28), "invalid-argument bods.json:2");
  EXPECT_EQ(fault(R"("exact": "60")").substr(0, 16), "type bods.json:2");
}

TEST(Bods, DaysAndClosedRecords) {
  const std::string held =
      Shareholding(R"("exact": 60)", R"(, "startDate": "2025-09-29", "endDate": "2025-11-10")");
  const Result<PartyBook> book = Load({Owns("\"x\"", "shop", held)});
  EXPECT_EQ(Shares(book, "shop", "2025-09-28"), "");
  EXPECT_EQ(Shares(book, "shop", "2025-09-29"), "x 60");
  EXPECT_EQ(Shares(book, "shop", "2025-11-09"), "x 60");
  EXPECT_EQ(Shares(book, "shop", "2025-11-10"), "");

  const std::string open = Shareholding(R"("exact": 60)");
  const std::string first = R"("statementDate": "2025-01-01", "recordStatus": "new", )";
  const std::string closing =
      R"("statementDate": "2025-06-01T10:00:00Z", "recordStatus": "closed", )";
  const Result<PartyBook> closed =
      Load({Statement("relationship", "r", R"("subject": "shop", "interestedParty": "x")", closing),
            Owns("\"x\"", "shop", open, first, "r")});
  EXPECT_EQ(Shares(closed, "shop", "2025-05-31"), "x 60");
  EXPECT_EQ(Shares(closed, "shop", "2025-06-01"), "");
  EXPECT_TRUE(HasNote(closed, "statements superseded by a later one of the same record (1)"));
}

TEST(Bods, LaterStatementOfARecordCounts) {
  const auto stated = [](const char* day, const char* share) {
    return Owns("\"x\"", "shop", Shareholding(std::string(R"("exact": )") + share),
                std::string(R"("statementDate": ")") + day + "\", ", "r");
  };
  EXPECT_EQ(Shares(Load({stated("2025-01-01", "60"), stated("2025-02-01", "40")}), "shop"), "x 40");
  EXPECT_EQ(Shares(Load({stated("2025-02-01", "40"), stated("2025-01-01", "60")}), "shop"), "x 40");
}

TEST(Bods, WhoeverIsNotNamedIsAnOwnerNotKnown) {
  const std::string half = Shareholding(R"("exact": 50)");
  const Result<PartyBook> unspecified =
      Load({Owns(R"({"reason": "interestedPartyHasNotProvidedInformation"})", "shop", half)});
  EXPECT_EQ(Shares(unspecified, "shop"), "? 50");
  EXPECT_TRUE(HasNote(unspecified, "interestedPartyHasNotProvidedInformation"));

  const Result<PartyBook> none = Load({Owns(R"({"reason": "noBeneficialOwners"})", "shop", "")});
  EXPECT_EQ(Shares(none, "shop"), "");
  EXPECT_TRUE(HasNote(none, "no beneficial owner"));

  const Result<PartyBook> anonymous =
      Load({Statement("person", "p", R"("personType": "anonymousPerson")"),
            Statement("entity", "e", R"("entityType": {"type": "unknownEntity"})"),
            Owns("\"p\"", "shop", half), Owns("\"e\"", "shop", Shareholding(R"("exact": 20)"))});
  EXPECT_EQ(Shares(anonymous, "shop"), "? 50; ? 20");

  const Result<PartyBook> undescribed = Load({Owns("\"nobody\"", "shop", half)});
  EXPECT_EQ(Shares(undescribed, "shop"), "? 50");
  EXPECT_TRUE(HasNote(undescribed, "'nobody'"));
}

TEST(Bods, WhatIsNoOwnershipIsNotReadAndSaid) {
  const Result<PartyBook> votes =
      Load({Owns("\"x\"", "shop",
                 R"({"type": "votingRights", "share": {"exact": 90}}, {"type": "boardMember"})")});
  EXPECT_EQ(Shares(votes, "shop"), "");
  EXPECT_TRUE(
      HasNote(votes, "interests of the type votingRights not read: they are no share owned (1)"));
  EXPECT_TRUE(HasNote(votes, "interests of the type boardMember not read"));

  const Result<PartyBook> other =
      Load({Owns("\"nowhere\"", "nobody", Shareholding("")), Statement("annotation", "a", ""),
            Owns("\"x\"", "x", Shareholding("")),
            Statement("relationship", "r",
                      R"("subject": {"reason": "unknown"}, "interestedParty": "x")")});
  ASSERT_TRUE(other) << other.error().ToString();
  EXPECT_TRUE(HasNote(other, "no statement describes their subject (1: 'nobody')"));
  EXPECT_TRUE(HasNote(other, "record type that BODS 0.4 does not have"));
  EXPECT_TRUE(HasNote(other, "a party that owns itself (1: 'x')"));
  EXPECT_TRUE(HasNote(other, "their subject is not specified"));
}

TEST(Bods, InterestsThatMayBeOwnershipAreOfUnknownShare) {
  EXPECT_EQ(Shares(Load({Owns("\"x\"", "shop", "")}), "shop"), "x 0..100");
  const char* unknown = R"({"type": "unknownInterest", "share": {"exact": 30}})";
  EXPECT_EQ(Shares(Load({Owns("\"x\"", "shop", unknown)}), "shop"), "x 0..30");
  EXPECT_EQ(Shares(Load({Owns("\"x\"", "shop", R"({"directOrIndirect": "unknown"})")}), "shop"),
            "x 0..100");
}

TEST(Bods, IndirectInterestsAreNotCountedTwice) {
  const char* indirect =
      R"({"type": "shareholding", "directOrIndirect": "indirect", "share": {"exact": 60}})";
  const std::string chain =
      Statement("relationship", "whole",
                R"("subject": "shop", "interestedParty": "x", "componentRecords": ["e", "r1", "r2"],
         "interests": [)" +
                    std::string(indirect) + "]");
  const Result<PartyBook> told =
      Load({Entity("e", "Middle"), Owns("\"x\"", "e", Shareholding(R"("exact": 60)")),
            Owns("\"e\"", "shop", Shareholding(R"("exact": 100)")), chain});
  EXPECT_EQ(Shares(told, "shop"), "e 100");
  EXPECT_TRUE(HasNote(told, "their component records tell the chain"));
  const Result<PartyBook> untold = Load({Owns("\"x\"", "shop", indirect)});
  EXPECT_EQ(Shares(untold, "shop"), "x 0..100");
  EXPECT_TRUE(HasNote(untold, "without their chain"));
}

TEST(Bods, SeveralInterestsOfOnePairMayBeTheSameShares) {
  const std::string two = Shareholding(R"("exact": 30)", R"(, "endDate": "2025-06-01")") + "," +
                          Shareholding(R"("exact": 40)", R"(, "startDate": "2025-01-01")");
  const Result<PartyBook> book = Load({Owns("\"x\"", "shop", two)});
  EXPECT_EQ(Shares(book, "shop", "2024-12-31"), "x 30");
  EXPECT_EQ(Shares(book, "shop", "2025-01-01"), "x 40..70");
  EXPECT_EQ(Shares(book, "shop", "2025-06-01"), "x 40");
}

TEST(Bods, MoreThanTheWholeIsRefused) {
  EXPECT_EQ(FaultOf(Load({Entity("e", "E"), Owns("\"x\"", "shop", Shareholding(R"("exact": 60)")),
                          Owns("\"e\"", "shop", Shareholding(R"("exact": 41)"))}))
                .substr(0, 26),
            "invalid-argument bods.json");
}

TEST(Bods, OneStatementALine) {
  const std::string lines =
      Entity("e", "E") + "\r\n\n" + Owns("\"e\"", "shop", Shareholding(R"("exact": 60)")) + "\n";
  EXPECT_EQ(Shares(BookOf(kOnFile, lines), "shop"), "e 60");
  EXPECT_EQ(FaultOf(BookOf(kOnFile, Entity("e", "E") + "\n{\"recordType\": 5}\n")),
            "type bods.json:2:16");
}

TEST(Bods, RefusesWhatIsNoStatement) {
  const auto fault = [](const std::string& text) { return FaultOf(BookOf(kOnFile, text)); };
  EXPECT_EQ(fault("[1]"), "type bods.json:1:2");
  EXPECT_EQ(fault("[{}]"), "invalid-argument bods.json:1:2");
  EXPECT_EQ(fault("[\n  {\"recordType\": \"entity\", \"recordId\": \"e\"}]"),
            "invalid-argument bods.json:2:3");
  EXPECT_EQ(fault("[{\"recordType\": \"entity\", \"recordId\": [], \"recordDetails\": {}}]"),
            "type bods.json:1:39");
  EXPECT_EQ(fault("[{\"a\": 1, \"a\": 2}]"), "duplicate bods.json:1:11");
  EXPECT_EQ(fault("[{\"a\": 1},\n {\"a\" 2}]"), "parse bods.json:2:8");
  EXPECT_EQ(fault("[{\"recordId\": \"e\""), "parse bods.json:1:17");
  EXPECT_EQ(fault("{\n}"), "parse bods.json:1:1");
  EXPECT_EQ(fault("[{\"a\": \"\xff\"}]").substr(0, 15), "parse bods.json");
  EXPECT_EQ(fault(std::string(100, '[')), "limit bods.json:1:65");
  EXPECT_EQ(fault(R"([{"statementID": "s", "statementType": "entityStatement"}])"),
            "invalid-argument bods.json:1:2");
  EXPECT_EQ(fault(Array({Statement("entity", "e", "",
                                   R"("publicationDetails": {"bodsVersion": "1.0"}, )")}))
                .substr(0, 28),
            "invalid-argument bods.json:2");
  EXPECT_EQ(
      fault(Array({Statement("entity", "e", "", R"("statementDate": "May", )")})).substr(0, 17),
      "parse bods.json:2");
  EXPECT_EQ(fault(Array({Statement("relationship", "r", R"("subject": "shop")")})),
            "invalid-argument bods.json:2:1");
  EXPECT_EQ(fault(Array({Owns("7", "shop", "")})).substr(0, 16), "type bods.json:2");
  EXPECT_EQ(fault(Array({Owns("\"x\"", "shop", "7")})).substr(0, 16), "type bods.json:2");
  EXPECT_EQ(fault(Array({Owns("\"x\"", "shop", Shareholding("", R"(, "startDate": "2025")"))}))
                .substr(0, 17),
            "parse bods.json:2");
  EXPECT_EQ(fault("[]"), "loaded");
}

TEST(Bods, ShareThatNeverHeldIsNotRead) {
  const Result<PartyBook> book = Load({Owns(
      "\"x\"", "shop",
      Shareholding(R"("exact": 60)", R"(, "startDate": "2025-02-01", "endDate": "2025-02-01")"))});
  EXPECT_EQ(Shares(book, "shop", "2025-02-01"), "");
  EXPECT_TRUE(HasNote(book, "they end before or on the day they begin"));
}

}  // namespace
}  // namespace licet

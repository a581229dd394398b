#include "licet/ledger/filings.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "licet/base/seams.h"
#include "small_world.h"

namespace licet {
namespace {

Result<std::vector<LicenceCode>> ReadText(const std::string& text) {
  LICET_ASSIGN_OR_RETURN(CsvTable table, CsvTable::Open(CsvReader(StringSource(text), "codes.csv"),
                                                        {"code", "type", "exception", "from", "to",
                                                         "status", "what", "cite", "url"},
                                                        {}));
  return ReadLicenceCodes(std::move(table));
}

std::vector<LicenceCode> TheCodes() {
  const auto disk = RealDisk();
  const auto codes = ReadText(*disk->ReadAll(LICET_SOURCE_DIR "/data/licence-codes.csv", 1 << 16));
  EXPECT_TRUE(codes) << codes.error().ToString();
  return *codes;
}

const FilingField& Field(const std::vector<FilingField>& fields, std::string_view name) {
  for (const FilingField& field : fields) {
    if (field.field == name) return field;
  }
  ADD_FAILURE() << "no field " << name;
  return fields.front();
}

Authorisation Notice(std::string exception) {
  Authorisation notice;
  notice.application.type = AuthorisationType::kExceptionNotice;
  notice.application.exception = std::move(exception);
  notice.number = "A1234567";
  return notice;
}

TEST(LicenceCodesTest, ByAuthorisationAndDay) {
  const auto codes = TheCodes();
  const Authorisation licence;
  EXPECT_EQ(CodeFor(codes, &licence, D("2026-08-19"))->code, "C30");
  EXPECT_EQ(CodeFor(codes, nullptr, D("2026-08-19"))->code, "C33");
  EXPECT_EQ(CodeFor(codes, nullptr, D("2016-09-30")), nullptr);
  const Authorisation nac = Notice("NAC");
  EXPECT_EQ(CodeFor(codes, &nac, D("2026-08-19"))->code, "C67");
  EXPECT_EQ(CodeFor(codes, &nac, D("2024-02-29")), nullptr);
  const Authorisation aca = Notice("ACA");
  EXPECT_EQ(CodeFor(codes, &aca, D("2024-08-01"))->code, "C68");
  for (const char* unknown : {"HBM", "AIA", "ACM", "LPP"}) {
    const Authorisation notice = Notice(unknown);
    const LicenceCode* code = CodeFor(codes, &notice, D("2026-08-19"));
    ASSERT_NE(code, nullptr) << unknown;
    EXPECT_FALSE(code->verified);
    EXPECT_EQ(code->code, "");
  }
}

TEST(LicenceCodesTest, ErrorsSayWhere) {
  const std::string head = "code,type,exception,from,to,status,what,cite,url\n";
  EXPECT_EQ(ReadText(head + ",licence,,,,verified,,,\n").error().ToString(),
            "codes.csv:2:1: a verified line has a code");
  EXPECT_EQ(ReadText(head + "C1,license,,,,verified,,,\n").error().ToString(),
            "codes.csv:2:4: no authorisation is of type 'license'; take licence, "
            "import-permission, exception-notice or none");
  EXPECT_EQ(ReadText(head + "C1,licence,,,,sure,,,\n").error().ToString(),
            "codes.csv:2:15: the status is verified or unverified");
  EXPECT_FALSE(ReadText(head + "C1,licence,,yesterday,,verified,,,\n"));
}

TEST(ApplicationFieldsTest, FilledFromTheLedgerAndTheRestOpen) {
  Authorisation us;
  us.holder = "maker";
  us.application.units = 75'000;
  us.application.value = 202'500'000'000;
  us.application.scope.items = {"H200"};
  us.application.scope.purchasers = {"bytedance"};
  us.application.documents = {"po-7"};
  const auto fields = ApplicationFields(us, {{"eccn", "3A090.a"}, {"tpp", "15832"}});
  EXPECT_EQ(Field(fields, "applicant").value, "maker");
  EXPECT_EQ(Field(fields, "applicant").block, "14");
  EXPECT_EQ(Field(fields, "purchaser").value, "bytedance");
  EXPECT_EQ(Field(fields, "eccn").value, "3A090.a");
  EXPECT_EQ(Field(fields, "unit-price").value, "27000.00");
  EXPECT_EQ(Field(fields, "total-value").value, "2025000000.00");
  EXPECT_EQ(Field(fields, "total-tpp").value, "1187400000");
  EXPECT_EQ(Field(fields, "purchase-order").value, "po-7");
  EXPECT_NE(Field(fields, "purchase-order").note, "");
  EXPECT_EQ(Field(fields, "consignee").status, FieldStatus::kOpen);
  for (const FilingField& field : fields) {
    EXPECT_NE(std::ranges::find(FilingFieldNames(), field.field), FilingFieldNames().end())
        << field.field;
  }
}

TEST(ApplicationFieldsTest, PartiesByTheirNames) {
  Authorisation us;
  us.holder = "maker";
  us.application.scope.purchasers = {"bytedance", "stranger"};
  us.application.scope.end_users = {"lab"};
  const FilingParties parties = {{"maker", {"The Maker Corporation", "", "US"}},
                                 {"bytedance", {"ByteDance Ltd.", "1 Long Street", "CN"}},
                                 {"lab", {"", "2 Short Street", "CN"}}};
  const auto fields = ApplicationFields(us, {{"end-user", "Their laboratory"}}, parties);
  EXPECT_EQ(Field(fields, "applicant").value, "The Maker Corporation");
  EXPECT_EQ(Field(fields, "applicant").note, "'maker' in the ledger, US");
  EXPECT_EQ(Field(fields, "purchaser").value, "ByteDance Ltd.; stranger");
  EXPECT_EQ(Field(fields, "purchaser").note,
            "'bytedance' in the ledger, 1 Long Street, CN; "
            "'stranger' is the ledger's id; no file of parties names it");
  EXPECT_EQ(Field(fields, "end-user").value, "Their laboratory");
  EXPECT_EQ(Field(fields, "end-user").note, "");
  EXPECT_EQ(Field(fields, "consignee").status, FieldStatus::kOpen);
  EXPECT_EQ(Field(fields, "consignee").note, "");
  // A party without a name on file keeps its id.
  const auto nameless = ApplicationFields(us, {}, parties);
  EXPECT_EQ(Field(nameless, "end-user").value, "lab");
}

TEST(ApplicationFieldsTest, AUnitPriceThatWouldBeRoundedStaysOpen) {
  Authorisation us;
  us.application.units = 3;
  us.application.value = 100;
  EXPECT_EQ(Field(ApplicationFields(us, {}), "unit-price").status, FieldStatus::kOpen);
}

TEST(ApplicationFieldsTest, ANoticeHasItsException) {
  const auto fields = ApplicationFields(Notice("NAC"), {});
  EXPECT_EQ(Field(fields, "special-purpose").value, "NAC");
  EXPECT_TRUE(std::ranges::none_of(fields, [](const auto& f) { return f.block == "22(b)"; }));
}

TEST(ShipmentFieldsTest, WhatAesTakes) {
  Authorisation us;
  us.number = "D1300101";
  Shipment shipment;
  shipment.units = 100;
  shipment.reversed = 10;
  shipment.day = D("2026-08-19");
  PlaceOrder order = SmallWorld::Order("o1", 100);
  const auto fields =
      ShipmentFields(order, shipment, &us, TheCodes(), {{"eccn", "4A003.z"}, {"port", "2704"}});
  EXPECT_EQ(Field(fields, "usppi").value, "maker");
  const auto named = ShipmentFields(order, shipment, &us, TheCodes(), {},
                                    {{"maker", {"The Maker Corporation", "", ""}}});
  EXPECT_EQ(Field(named, "usppi").value, "The Maker Corporation");
  EXPECT_EQ(Field(named, "usppi").note, "'maker' in the ledger");
  EXPECT_EQ(Field(fields, "quantity").value, "90");
  EXPECT_EQ(Field(fields, "value").value, "2430000.00");
  EXPECT_EQ(Field(fields, "description").value, ".z H200");
  EXPECT_EQ(Field(fields, "licence-code").value, "C30");
  EXPECT_EQ(Field(fields, "licence-number").value, "D1300101");
  EXPECT_EQ(Field(fields, "port").value, "2704");
  EXPECT_EQ(Field(fields, "itn").status, FieldStatus::kOpen);
  order.price = -1;
  const Authorisation hbm = Notice("HBM");
  const auto unknown = ShipmentFields(order, shipment, &hbm, TheCodes(), {});
  EXPECT_EQ(Field(unknown, "value").status, FieldStatus::kOpen);
  EXPECT_EQ(Field(unknown, "licence-code").status, FieldStatus::kUnverified);
  const auto given = ShipmentFields(order, shipment, &hbm, TheCodes(), {{"licence-code", "C99"}});
  EXPECT_EQ(Field(given, "licence-code").status, FieldStatus::kFilled);
}

TEST(StatementTest, WhichItemsCarryItAndShowTheEccn) {
  EXPECT_EQ(DestinationControlStatement("EAR99"), "");
  EXPECT_TRUE(DestinationControlStatement("3A090.a").starts_with("These items are controlled"));
  EXPECT_TRUE(ShowsEccn("3A090"));
  EXPECT_TRUE(ShowsEccn("3A090.a"));
  EXPECT_TRUE(ShowsEccn("5A992.z"));
  EXPECT_FALSE(ShowsEccn("5A992.c"));
  EXPECT_FALSE(ShowsEccn("3A0901"));
  EXPECT_EQ(CommodityDescription("3A090.a", "H200"), "H200");
}

}  // namespace
}  // namespace licet

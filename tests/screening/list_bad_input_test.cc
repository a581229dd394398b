// Whatever is given for a list: a clear sentence, never silence.

#include "lists.h"

namespace licet {
namespace {

void ExpectError(const std::string& content, const std::string& beginning) {
  const std::string error = ErrorOf({{"f", content}});
  EXPECT_EQ(error.substr(0, beginning.size()), beginning) << error;
}

TEST(BadList, SaysWhenNoFormFits) {
  ExpectError("", "f:1:1: this file is empty; known forms are the Consolidated Screening List");
  ExpectError(" \n ", "f:1:1: this file is empty");
  ExpectError("party,country\nx,CN\n",
              "f:1:1: this file has no column name (its first line is 'party,country')");
  ExpectError("<!DOCTYPE html><html>404</html>",
              "f:1:1: this is a web page and no list: the server may have answered");
  ExpectError("<rss/>", "f:1:1: this XML is no list that is known here");
  ExpectError("{\"error\":\"quota\"}", "f:1:1: this JSON holds no \"results\" or \"entities\"");
  ExpectError("[{\"a\":1}]", "f:1:1: the records of this JSON are no entries of a list");
  ExpectError("PK\x03\x04 \xFF", "f: this is a zip archive; unpack it");
  EXPECT_EQ(ErrorOf({{"7,8,9\n", "7,8,9\n"}}).find("column name") == std::string::npos, false);
}

TEST(BadList, SaysWhenTheEncodingIsAnother) {
  ExpectError("name\nCaf\xE9 Ltd\n",
              "f:2:4: byte 0xE9 is not UTF-8; save the file as UTF-8, or convert it, perhaps with "
              "iconv -f WINDOWS-1252 -t UTF-8");
  ExpectError(std::string("\xFF\xFEn\0a\0", 6), "f:1:1: this file is UTF-16, not UTF-8");
}

TEST(BadList, RefusesEmptyLists) {
  const std::string sentence =
      "this list has no entry, and an empty list would clear everybody; fetch it again";
  ExpectError("{\"results\":[]}", "f:1:1: " + sentence);
  ExpectError("name,country\n", "f: " + sentence);
  ExpectError("<CONSOLIDATED_LIST><INDIVIDUALS/><ENTITIES/></CONSOLIDATED_LIST>", "f: " + sentence);
  ExpectError("{\"list_id\":\"bis-meu\",\"entities\":[]}", "f:1:1: " + sentence);
  // Only records without a name: the list is as good as empty.
  ExpectError("[{\"entity_name\":\"\",\"list_id\":\"l\"}]", "f: " + sentence);
}

TEST(BadList, RefusesFilesThatAreCutOff) {
  const std::string whole =
      "{\"results\":[\n{\"source\":\"A (EL) - B\",\"alt_names\":[\"x\"],\"name\":\"Firm\"},\n"
      "{\"source\":\"A (EL) - B\",\"alt_names\":[],\"name\":\"Two\"}]}";
  EXPECT_EQ(ErrorOf({{"f", whole}}), "no error");
  for (std::size_t keep = 1; keep < whole.size(); ++keep) {
    EXPECT_EQ(ErrorOf({{"f", whole.substr(0, keep)}}).substr(0, 2), "f:") << keep;
  }
  ExpectError("{\"schema\":\"Person\",\"properties\":{\"name\":[\"A\"]}}\n{\"schema\":\"Per",
              "f:2:15: this record is no JSON; the file is damaged or cut off");
}

TEST(BadList, RefusesNamesOverTheLimit) {
  const std::string huge(10 << 20, 'a');
  ExpectError("{\"list_id\":\"l\",\"entities\":[\n{\"aliases\":[],\"name\":\"" + huge + "\"}]}",
              "f:2:1: a name is 10485760 bytes long and 4000 is the limit");
  ExpectError("name\n" + huge + "\n", "f:2:1: ");
  EXPECT_EQ(ErrorOf({{"f", "name\n" + std::string(4000, 'a') + "\n"}}), "no error");
  ExpectError("name\n" + std::string(4001, 'a') + "\n", "f:2:1: a name is 4001 bytes long");
}

TEST(BadList, RefusesJsonNestedTooDeeply) {
  ExpectError("{\"entities\":[" + std::string(100'000, '[') + std::string(100'000, ']') + "]}",
              "f:1:78: this JSON file is nested too deeply");
}

TEST(BadList, RefusesRecordsThatBelongToNoList) {
  ExpectError("{\"results\":[{\"source\":\"\",\"alt_names\":[],\"name\":\"A\"}]}",
              "f:1:13: a record lacks \"source\", so that it belongs to no list");
  ExpectError("{\"entities\":[{\"name\":\"A\",\"aliases\":[],\"federal_register\":\"\"}]}",
              "f:1:1: the file lacks \"list_id\"");
  ExpectError("[{\"entity_name\":\"A\"}]", "f:1:2: a record lacks \"list_id\"");
}

TEST(BadList, NotesDatesAndCountriesItCannotReadOnceEach) {
  std::string records;
  for (int i = 0; i < 3; ++i) {
    records += (i == 0 ? "" : ",\n");
    records += "{\"name\":\"N" + std::to_string(i) +
               "\",\"aliases\":[],\"country\":\"Atlantis\",\"effective_date\":\"soon\"}";
  }
  const RestrictedList list =
      OneList({{"f", "{\"list_id\":\"bis-meu\",\"entities\":[\n" + records + "]}"}});
  EXPECT_EQ(list.entries.size(), 3U);
  EXPECT_EQ(NotesOf(list),
            "f:2: country 'Atlantis' is not known; a row in data/country-names.csv makes it so (3 "
            "times)\n"
            "f:2: effective_date 'soon' is no day that can be read; it counts as unknown (3 "
            "times)\n");
}

TEST(BadList, BoundsItsNotes) {
  std::string text = "name,country\n";
  for (int i = 0; i < 500; ++i)
    text += "Firm " + std::to_string(i) + ",Land " + std::to_string(i) + "\n";
  const RestrictedList list = OneList({{"f", text}});
  ASSERT_EQ(list.notes.size(), 101U);
  EXPECT_EQ(list.notes.back().what, "400 more notes were left out");
}

TEST(BadList, TakesRecordsWithMembersOfOtherTypes) {
  const RestrictedList list =
      OneList({{"f",
                "{\"list_id\":\"l\",\"entities\":[{\"name\":\"A\",\"aliases\":[null,7,{\"x\":1}],"
                "\"country\":[],\"address\":{},\"notes\":true}]}"}});
  EXPECT_EQ(NamesOf(list.entries[0]), "name: A | alias: 7");
}

}  // namespace
}  // namespace licet

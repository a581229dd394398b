#include "licet/base/seams.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>

namespace licet {
namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

// A new folder below the system's temporary one, removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "licet-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) std::abort();
    path_ = pattern;
    fs::permissions(path_, fs::perms::all);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { fs::remove_all(path_); }

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Takes the rights of the superuser away, who may read and write everything.
class WithoutPrivilege {
 public:
  WithoutPrivilege() : user_(geteuid()) {
    if (user_ == 0 && seteuid(65534) != 0) std::abort();
  }
  WithoutPrivilege(const WithoutPrivilege&) = delete;
  WithoutPrivilege& operator=(const WithoutPrivilege&) = delete;
  ~WithoutPrivilege() {
    if (user_ == 0 && seteuid(user_) != 0) std::abort();
  }

 private:
  uid_t user_;
};

// ---- What every disk must do ----

class DiskTest : public testing::TestWithParam<bool> {
 protected:
  DiskTest() {
    if (GetParam()) {
      disk_ = RealDisk();
    } else {
      disk_ = std::make_unique<MemoryDisk>();
    }
  }

  std::string Path(const std::string& name) const { return folder_.path() + "/" + name; }

  // The memory's folders come with their files.
  void MakeFolder(const std::string& name) {
    if (GetParam()) fs::create_directories(Path(name));
  }

  void Write(const std::string& name, std::string_view content) {
    const Status status = disk_->WriteAtomically(Path(name), content);
    ASSERT_TRUE(status) << status.error().ToString();
  }

  std::string Read(const std::string& name) {
    const Result<std::string> content = disk_->ReadAll(Path(name), 1 << 20);
    return content ? *content : "error: " + content.error().ToString();
  }

  // The error's text behind its path.
  std::string ReadError(const std::string& name) {
    const Result<std::string> content = disk_->ReadAll(Path(name), 1 << 20);
    if (content) return "read";
    EXPECT_EQ(content.error().place().file, Path(name));
    return content.error().sentence();
  }

  TemporaryFolder folder_;
  std::unique_ptr<Disk> disk_;
};

TEST_P(DiskTest, ReadsWhatItWrote) {
  Write("a.txt", "hello");
  EXPECT_EQ(Read("a.txt"), "hello");
  Write("a.txt", "");
  EXPECT_EQ(Read("a.txt"), "");
  const std::string bytes("\0\xFF\r\n", 4);
  Write("a.txt", bytes);
  EXPECT_EQ(Read("a.txt"), bytes);
  EXPECT_EQ(disk_->ReadAll(Path("./a.txt"), 10).value(), bytes);
  std::string longer(300'000, 'x');
  longer += "end";
  Write("a.txt", longer);
  EXPECT_EQ(Read("a.txt"), longer);
}

TEST_P(DiskTest, ReadsInSmallSteps) {
  Write("a.txt", "hello");
  const auto source = disk_->OpenForReading(Path("a.txt")).value();
  std::string content;
  char buffer[2];
  for (std::size_t count = 1; count > 0;) {
    count = source->Read(buffer).value();
    content.append(buffer, count);
  }
  EXPECT_EQ(content, "hello");
  EXPECT_EQ(source->Read(buffer).value(), 0u);  // the end stays
}

TEST_P(DiskTest, ReadAllKeepsItsLimit) {
  Write("a.txt", "12345");
  EXPECT_EQ(disk_->ReadAll(Path("a.txt"), 5).value(), "12345");
  const Result<std::string> content = disk_->ReadAll(Path("a.txt"), 4);
  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().code(), ErrorCode::kLimit);
  EXPECT_EQ(content.error().ToString(),
            Path("a.txt") + ": this file is longer than 4 bytes; split it or give another");
}

TEST_P(DiskTest, TellsFilesFromFolders) {
  MakeFolder("sub");
  Write("sub/a.txt", "");
  EXPECT_TRUE(disk_->IsFile(Path("sub/a.txt")));
  EXPECT_FALSE(disk_->IsFolder(Path("sub/a.txt")));
  EXPECT_TRUE(disk_->IsFolder(Path("sub")));
  EXPECT_TRUE(disk_->IsFolder(Path("sub/")));
  EXPECT_FALSE(disk_->IsFile(Path("sub")));
  for (const std::string name : {"none", "su", "sub/a", "sub/a.txt/b"}) {
    EXPECT_FALSE(disk_->IsFile(Path(name))) << name;
    EXPECT_FALSE(disk_->IsFolder(Path(name))) << name;
  }
  EXPECT_FALSE(disk_->IsFile(""));
  EXPECT_FALSE(disk_->IsFolder(""));
  EXPECT_TRUE(disk_->IsFolder("."));
}

TEST_P(DiskTest, ListsSortedNames) {
  MakeFolder("sub/deep");
  MakeFolder("sub-b");
  Write("b.txt", "");
  Write("a.txt", "");
  Write("sub/c.txt", "");
  Write("sub/deep/d.txt", "");
  Write("sub-b/e.txt", "");
  EXPECT_EQ(disk_->ListFiles(Path("")).value(), (Names{"a.txt", "b.txt"}));
  EXPECT_EQ(disk_->ListFolders(Path("")).value(), (Names{"sub", "sub-b"}));
  EXPECT_EQ(disk_->ListFiles(Path("sub")).value(), Names{"c.txt"});
  EXPECT_EQ(disk_->ListFolders(Path("sub/")).value(), Names{"deep"});
  EXPECT_EQ(disk_->ListFolders(Path("sub/deep")).value(), Names{});
}

TEST_P(DiskTest, APrivateFileIsNeverOverwritten) {
  ASSERT_TRUE(disk_->WritePrivately(Path("key"), "secret"));
  EXPECT_EQ(Read("key"), "secret");
  const Status again = disk_->WritePrivately(Path("key"), "another");
  ASSERT_FALSE(again);
  EXPECT_NE(again.error().sentence().find("is there already"), std::string::npos);
  EXPECT_EQ(Read("key"), "secret");
  if (!GetParam()) return;
  struct stat info{};
  ASSERT_EQ(stat(Path("key").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  EXPECT_FALSE(disk_->WritePrivately(Path("no/key"), "secret"));
}

TEST_P(DiskTest, FoldersAreMadeWithThoseAbove) {
  ASSERT_TRUE(disk_->MakeFolder(Path("a/b/c")));
  Write("a/b/c/d", "x");
  EXPECT_TRUE(disk_->MakeFolder(Path("a/b/c"))) << "one that is there stays";
  EXPECT_EQ(Read("a/b/c/d"), "x");
  EXPECT_FALSE(disk_->MakeFolder(Path("a/b/c/d")));
}

TEST_P(DiskTest, ListingNeedsAFolder) {
  MakeFolder("lists");
  Write("lists/a.txt", "");
  for (const auto& list : {&Disk::ListFiles, &Disk::ListFolders}) {
    const auto error = [&](const std::string& name) {
      const Result<Names> names = std::invoke(list, *disk_, Path(name));
      return names ? "listed" : names.error().ToString();
    };
    EXPECT_EQ(error("list"), Path("list") + ": there is no such folder; did you mean 'lists'?");
    EXPECT_EQ(error("none"), Path("none") + ": there is no such folder; check the path");
    EXPECT_EQ(error("lists/a.txt"), Path("lists/a.txt") + ": this is a file; give a folder");
  }
}

TEST_P(DiskTest, AFolderIsNotReadOrOverwritten) {
  MakeFolder("sub");
  Write("sub/a.txt", "kept");
  EXPECT_EQ(ReadError("sub"), "this is a folder; give a file");
  EXPECT_EQ(ReadError("sub/"), "this is a folder; give a file");
  const Status status = disk_->WriteAtomically(Path("sub"), "x");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().sentence(), "this is a folder; give a file");
  EXPECT_EQ(Read("sub/a.txt"), "kept");
}

TEST_P(DiskTest, OffersTheNearestNameForAMissingFile) {
  Write("orders.csv", "");
  Write("parties.csv", "");
  EXPECT_EQ(ReadError("order.csv"), "there is no such file; did you mean 'orders.csv'?");
  EXPECT_EQ(ReadError("zzz"), "there is no such file; check the path");
  EXPECT_EQ(disk_->OpenForReading(Path("zzz")).error().code(), ErrorCode::kIo);
  const std::string error = ReadError("none/a.csv");
  EXPECT_TRUE(error.starts_with("there is no such file, for there is no folder '")) << error;
  EXPECT_EQ(disk_->ReadAll("", 10).error().sentence(), "there is no such file; check the path");
}

TEST_P(DiskTest, AFileIsNoFolder) {
  Write("a.txt", "kept");
  EXPECT_FALSE(disk_->WriteAtomically(Path("a.txt/b.txt"), "x"));
  EXPECT_FALSE(disk_->WriteAtomically(Path("a.txt/"), "x"));
  EXPECT_FALSE(disk_->WriteAtomically("", "x"));
  EXPECT_TRUE(ReadError("a.txt/b.txt").starts_with("there is no such file"));
  EXPECT_EQ(Read("a.txt"), "kept");
  EXPECT_EQ(disk_->ListFiles(Path("")).value(), Names{"a.txt"});
}

INSTANTIATE_TEST_SUITE_P(All, DiskTest, testing::Bool(),
                         [](const auto& disk) { return disk.param ? "Real" : "Memory"; });

// ---- What only a memory disk can do ----

TEST(MemoryDiskTest, KeepsRelativeAndAbsolutePathsApart) {
  MemoryDisk disk;
  ASSERT_TRUE(disk.WriteAtomically("a.txt", "relative"));
  ASSERT_TRUE(disk.WriteAtomically("sub/b.txt", ""));
  ASSERT_TRUE(disk.WriteAtomically("/a.txt", "absolute"));
  ASSERT_TRUE(disk.WriteAtomically("/top/c.txt", ""));
  EXPECT_EQ(disk.ReadAll("./sub/../a.txt", 10).value(), "relative");
  EXPECT_EQ(disk.ReadAll("/a.txt", 10).value(), "absolute");
  EXPECT_EQ(disk.ListFiles(".").value(), Names{"a.txt"});
  EXPECT_EQ(disk.ListFolders(".").value(), Names{"sub"});
  EXPECT_EQ(disk.ListFiles("/").value(), Names{"a.txt"});
  EXPECT_EQ(disk.ListFolders("/").value(), Names{"top"});
}

TEST(MemoryDiskTest, FoldersComeWithTheirFiles) {
  MemoryDisk disk;
  EXPECT_FALSE(disk.IsFolder("sub"));
  ASSERT_TRUE(disk.WriteAtomically("sub/deep/a.txt", ""));
  EXPECT_TRUE(disk.IsFolder("sub"));
  EXPECT_TRUE(disk.IsFolder("sub/deep"));
}

// ---- What only a real disk can do ----

class RealDiskTest : public testing::Test {
 protected:
  std::string Path(const std::string& name) const { return folder_.path() + "/" + name; }
  std::size_t CountEntries() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()));
  }

  TemporaryFolder folder_;
  std::unique_ptr<Disk> disk_ = RealDisk();
};

TEST_F(RealDiskTest, WritingNeedsItsFolder) {
  const Status status = disk_->WriteAtomically(Path("none/a.txt"), "x");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code(), ErrorCode::kIo);
  EXPECT_EQ(status.error().place().file, Path("none/a.txt"));
  EXPECT_TRUE(
      status.error().sentence().starts_with("cannot write this file, for there is no folder '"))
      << status.error().sentence();
  EXPECT_EQ(CountEntries(), 0u);
}

TEST_F(RealDiskTest, LeavesNothingBehind) {
  ASSERT_TRUE(disk_->WriteAtomically(Path("a.txt"), "1"));
  ASSERT_TRUE(disk_->WriteAtomically(Path("a.txt"), "2"));
  EXPECT_EQ(CountEntries(), 1u);
  // The last step fails: no file system takes a name of 300 bytes.
  const Status status = disk_->WriteAtomically(Path(std::string(300, 'n')), "3");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code(), ErrorCode::kIo);
  EXPECT_EQ(CountEntries(), 1u);
  EXPECT_EQ(disk_->ReadAll(Path("a.txt"), 10).value(), "2");
}

TEST_F(RealDiskTest, KeepsTheModeOfTheOldFile) {
  ASSERT_TRUE(disk_->WriteAtomically(Path("a.txt"), "1"));
  ASSERT_EQ(chmod(Path("a.txt").c_str(), 0640), 0);
  ASSERT_TRUE(disk_->WriteAtomically(Path("a.txt"), "2"));
  struct stat info{};
  ASSERT_EQ(stat(Path("a.txt").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0640u);
}

TEST_F(RealDiskTest, AnOpenFileKeepsItsOldContent) {
  ASSERT_TRUE(disk_->WriteAtomically(Path("a.txt"), "old"));
  const auto source = disk_->OpenForReading(Path("a.txt")).value();
  ASSERT_TRUE(disk_->WriteAtomically(Path("a.txt"), "new"));
  char buffer[10];
  const std::size_t count = source->Read(buffer).value();
  EXPECT_EQ(std::string_view(buffer, count), "old");
}

TEST_F(RealDiskTest, SaysWhenThereIsNoPermission) {
  ASSERT_TRUE(disk_->WriteAtomically(Path("secret.txt"), "x"));
  ASSERT_EQ(chmod(Path("secret.txt").c_str(), 0), 0);
  fs::create_directory(Path("locked"));
  ASSERT_EQ(chmod(Path("locked").c_str(), 0), 0);
  fs::create_directory(Path("fixed"));
  ASSERT_EQ(chmod(Path("fixed").c_str(), 0555), 0);
  const WithoutPrivilege lowered;
  const auto starts = [](const Error& error, std::string_view text) {
    EXPECT_TRUE(error.sentence().starts_with(text)) << error.sentence();
    EXPECT_EQ(error.code(), ErrorCode::kIo);
  };
  starts(disk_->OpenForReading(Path("secret.txt")).error(), "no permission to read this file");
  starts(disk_->ListFiles(Path("locked")).error(), "no permission to list this folder");
  starts(disk_->WriteAtomically(Path("fixed/a.txt"), "x").error(),
         "no permission to write into this folder");
}

TEST_F(RealDiskTest, FollowsLinksAndSkipsBrokenOnes) {
  ASSERT_TRUE(disk_->WriteAtomically(Path("a.txt"), "x"));
  fs::create_symlink("a.txt", Path("link.txt"));
  fs::create_symlink("nowhere", Path("broken.txt"));
  EXPECT_EQ(disk_->ListFiles(folder_.path()).value(), (Names{"a.txt", "link.txt"}));
  EXPECT_EQ(disk_->ReadAll(Path("link.txt"), 10).value(), "x");
}

// ---- Clock and randomness ----

TEST(ClockTest, RealClockGivesThisDay) {
  const auto today = [] {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::hours>(now).count() / 24;
  };
  const auto before = today();
  const Date date = RealClock()->Today();
  EXPECT_GE(date.days(), before);
  EXPECT_LE(date.days(), today());
}

TEST(ClockTest, FixedClockStands) {
  EXPECT_EQ(FixedClock(Date::FromDays(42)).Today(), Date::FromDays(42));
}

// The first outputs for seed 1234567, as in Vigna's reference splitmix64.c.
TEST(SeededRandomTest, FollowsTheReference) {
  SeededRandom random(1234567);
  EXPECT_EQ(random.Next(), 6457827717110365317u);
  EXPECT_EQ(random.Next(), 3203168211198807973u);
  EXPECT_EQ(random.Next(), 9817491932198370423u);
}

TEST(StringSourceTest, GivesItsBytesOnce) {
  const auto source = StringSource("hello");
  char buffer[3];
  EXPECT_EQ(source->Read(buffer).value(), 3u);
  EXPECT_EQ(source->Read(buffer).value(), 2u);
  EXPECT_EQ(std::string_view(buffer, 2), "lo");
  EXPECT_EQ(source->Read(buffer).value(), 0u);
  EXPECT_EQ(StringSource("")->Read(buffer).value(), 0u);
}

}  // namespace
}  // namespace licet

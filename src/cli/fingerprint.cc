#include "fingerprint.h"

#include "licet/base/hash.h"
#include "lists.h"

namespace licet {

namespace {

class Hasher {
 public:
  explicit Hasher(Disk& disk) : disk_(disk) {}

  void Text(std::string_view text) {
    hash_.Update(text);
    hash_.Update(std::string_view("\0", 1));
  }
  Status File(const std::string& path) {
    Text(path);
    if (path.empty() || !disk_.IsFile(path)) return {};
    LICET_ASSIGN_OR_RETURN(const auto source, disk_.OpenForReading(path));
    std::vector<char> buffer(1 << 16);
    while (true) {
      LICET_ASSIGN_OR_RETURN(const std::size_t count, source->Read(buffer));
      if (count == 0) return {};
      hash_.Update({buffer.data(), count});
    }
  }
  Status Folder(const std::string& path) {
    LICET_ASSIGN_OR_RETURN(const auto names, disk_.ListFiles(path));
    for (const std::string& name : names) LICET_RETURN_IF_ERROR(File(path + "/" + name));
    return {};
  }
  std::uint64_t Value() const { return hash_.Value(); }

 private:
  Disk& disk_;
  StreamHash hash_;
};

}  // namespace

Result<std::uint64_t> Fingerprint(Console& console, const CheckOptions& options) {
  Hasher hash(console.disk);
  const CommonOptions& common = options.common;
  for (const std::string& text :
       {common.as_of, common.reading, std::to_string(static_cast<int>(common.format)),
        std::to_string(console.width)}) {
    hash.Text(text);
  }
  for (const std::string& file : {common.chips, options.files.parties, options.files.owners,
                                  OrCompanion(console.disk, options.files.orders, "parties.csv"),
                                  OrCompanion(console.disk, options.files.orders, "owners.csv")}) {
    LICET_RETURN_IF_ERROR(hash.File(file));
  }
  for (const std::string& file : common.overlays) LICET_RETURN_IF_ERROR(hash.File(file));
  LICET_RETURN_IF_ERROR(hash.Folder(console.home + "/data"));
  LICET_RETURN_IF_ERROR(hash.Folder(console.home + "/data/names"));
  hash.Text(options.files.no_screening ? "no" : "yes");
  if (!options.files.no_screening) {
    ListsOptions lists;
    lists.lists = options.files.lists;
    const std::string folder = ListsToRead(console, lists);
    LICET_RETURN_IF_ERROR(console.disk.IsFolder(folder) ? hash.Folder(folder) : hash.File(folder));
    // Cleared pairs and lines stand there even while the sample is read.
    const std::string own = ListsFolder(console, lists);
    if (own != folder && console.disk.IsFolder(own)) LICET_RETURN_IF_ERROR(hash.Folder(own));
  }
  LICET_RETURN_IF_ERROR(hash.Folder(console.home + "/regimes"));
  LICET_ASSIGN_OR_RETURN(const auto regimes, console.disk.ListFolders(console.home + "/regimes"));
  for (const std::string& regime : regimes) {
    LICET_RETURN_IF_ERROR(hash.Folder(console.home + "/regimes/" + regime));
  }
  return hash.Value();
}

}  // namespace licet

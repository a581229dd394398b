# The parts as one static library, for programs that embed Licet:
#
#   find_package(licet REQUIRED)
#   target_link_libraries(mine PRIVATE licet::licet)

set(licet_objects "")
foreach(part base catalog parties screening journal ledger rules regime analysis gate)
  list(APPEND licet_objects $<TARGET_OBJECTS:licet_${part}>)
endforeach()

add_library(licet STATIC ${licet_objects})
add_library(licet::licet ALIAS licet)
set_target_properties(licet PROPERTIES LINKER_LANGUAGE CXX)
target_compile_features(licet PUBLIC cxx_std_23)
target_include_directories(licet PUBLIC
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
  $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_link_libraries(licet PUBLIC fmt::fmt yaml-cpp nlohmann_json::nlohmann_json ICU::i18n
                      ICU::uc ZLIB::ZLIB pugixml::pugixml CURL::libcurl OpenSSL::Crypto SQLite::SQLite3
                      PostgreSQL::PostgreSQL z3)

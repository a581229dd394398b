# fuzz/NAME_fuzz.cc -> build/asan/NAME_fuzz; fuzz/run_target runs it.

file(GLOB fuzz_sources CONFIGURE_DEPENDS fuzz/*_fuzz.cc)
foreach(source ${fuzz_sources})
  get_filename_component(target ${source} NAME_WE)
  add_executable(${target} ${source})
  target_include_directories(${target} PRIVATE src)
  target_link_libraries(${target} PRIVATE licet)
  target_link_options(${target} PRIVATE -fsanitize=fuzzer)
  licet_warnings(${target})
endforeach()

# cmake --install build --prefix DIR: the program, the library with its headers
# and package files, and the law with its data.

include(CMakePackageConfigHelpers)

set(licet_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/licet)
configure_package_config_file(
  cmake/licet-config.cmake.in ${CMAKE_BINARY_DIR}/licet-config.cmake
  INSTALL_DESTINATION ${licet_package_dir})
# Before 1.0 a minor version may change the API.
write_basic_package_version_file(
  ${CMAKE_BINARY_DIR}/licet-config-version.cmake COMPATIBILITY SameMinorVersion)

install(TARGETS licet_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS licet EXPORT licet-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT licet-targets NAMESPACE licet:: DESTINATION ${licet_package_dir})
install(FILES ${CMAKE_BINARY_DIR}/licet-config.cmake
              ${CMAKE_BINARY_DIR}/licet-config-version.cmake
        DESTINATION ${licet_package_dir})
install(DIRECTORY include/licet DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.h")
# The program looks for its data in ../share/licet beside its own folder.
install(DIRECTORY regimes data cases DESTINATION ${CMAKE_INSTALL_DATADIR}/licet)
install(FILES LICENSE NOTICE DESTINATION ${CMAKE_INSTALL_DOCDIR})

# What the installed program writes about its own command line: the manual page and what shells complete.
set(prefix "$ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}")
function(write folder file)
  file(MAKE_DIRECTORY "${prefix}/share/${folder}")
  execute_process(COMMAND "${prefix}/bin/convscope" ${ARGN} OUTPUT_FILE "${prefix}/share/${folder}/${file}"
    COMMAND_ERROR_IS_FATAL ANY)
  message(STATUS "Installing: ${prefix}/share/${folder}/${file}")
endfunction()
write(man/man1 convscope.1 man)
# Compressed as Debian wants it, without the time.
execute_process(COMMAND gzip -9nf "${prefix}/share/man/man1/convscope.1" COMMAND_ERROR_IS_FATAL ANY)
write(bash-completion/completions convscope completions bash)
write(zsh/site-functions _convscope completions zsh)
write(fish/vendor_completions.d convscope.fish completions fish)

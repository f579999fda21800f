# Help on request goes to stdout, for the tool and for each command.
vibrary --help
for command in init add search report match eval train list show plot export \
    remove rename tag annotate index reencode audit check compact backup inspect \
    convert completion manual help; do
    echo
    echo "--- $command"
    vibrary "$command" --help
done

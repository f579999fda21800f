# Help on request goes to stdout, for the tool and for each command.
vibrary --help
for command in init add search match train list show export remove \
    rename tag annotate index check backup inspect convert; do
    echo
    echo "--- $command"
    vibrary "$command" --help
done

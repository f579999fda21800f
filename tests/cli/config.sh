# The user's settings: @ is the library that they name; what is wrong in them is
# told with file and line.
library
config=$XDG_CONFIG_HOME/vibrary/config
mkdir -p "${config%/*}"
expect 2 vibrary list @ 2>message
cut -d ';' -f 1 message
printf '# mine\n\n  library=%s/lib.vib\nthreads = 1\n' "$PWD" >"$config"
vibrary list @ anatase
vibrary search @ minerals/a.txt -k 1 --threads 2 --score hqi | cut -f 1-4
vibrary plot @:4 --show 100-200 | grep -c Anatase
expect 1 vibrary plot @:9 2>message
sed 's|/.*/||' message
expect 1 vibrary list ./@

# In the home, if not elsewhere; a relative XDG_CONFIG_HOME is ignored.
mkdir -p .config/vibrary
echo 'library = ~/lib.vib' >.config/vibrary/config
XDG_CONFIG_HOME=elsewhere HOME=$PWD vibrary list @ anatase

wrong()
{
    printf '\n%s\n' "$1" >"$config"
    expect 2 vibrary list lib.vib 2>message
    sed 's|/[^ ]*/config|config|' message
}
wrong 'colour = red'
wrong 'thread = 2'
wrong 'threads = many'
wrong 'threads = 0'
wrong 'library = lib.vib'
wrong 'library ='
wrong 'library'
wrong "library = /$(printf '%5000s' '')"

# Help and what a build writes do not depend on them.
vibrary help >help
vibrary completion bash >completion
vibrary list --help >help
rm "$config"
mkdir "$config"
expect 2 vibrary list lib.vib 2>message
sed 's|/[^ ]*/config|config|' message

# How the images depend on each other, so that one build makes them in parallel. Their public names are in <folder>/tags;
# "debian:bookworm-slim" is made before, by debian/make.sh.

# Folder of the machine's .NET SDK.
variable "DOTNET" { default = "/usr/share/dotnet" }

# Packages of Debian are listed once, and mounted while the other images install theirs.
target "lists" {
  context = "lists"
}

target "postgres" {
  context  = "postgres"
  contexts = { lists = "target:lists" }
}

target "redis" {
  context  = "redis"
  contexts = { lists = "target:lists" }
}

target "mosquitto" {
  context  = "mosquitto"
  contexts = { lists = "target:lists" }
}

target "caddy" {
  context  = "caddy"
  contexts = { lists = "target:lists" }
}

target "dotnet-runtime-deps" {
  context  = "dotnet-runtime-deps"
  contexts = { lists = "target:lists" }
}

target "dotnet-aspnet" {
  context  = "dotnet-aspnet"
  contexts = {
    dotnet                                      = DOTNET
    "mcr.microsoft.com/dotnet/runtime-deps:10.0" = "target:dotnet-runtime-deps"
  }
}

target "dotnet-sdk" {
  context  = "dotnet-sdk"
  contexts = {
    dotnet                                = DOTNET
    "mcr.microsoft.com/dotnet/aspnet:10.0" = "target:dotnet-aspnet"
  }
}

# ./build.ps1 [--setup] --target=<Target> [options]: builds the build if a source of it changed, then runs it.
$ErrorActionPreference = 'Stop'

$output = "$PSScriptRoot/build/bin"
$assembly = "$output/Release/Build.dll"
$stamp = "$output/sources"
$arguments = @($args | Where-Object { $_ -ne '--setup' })

function Stop-WithUsage([string] $message) {
    [Console]::Error.WriteLine($message)
    exit 2
}

if ($args -contains '--setup') {
    if ($IsLinux) {
        & "$PSScriptRoot/build/setup/setup.sh"
        if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
    }
    elseif (-not (Get-Command docker -ErrorAction SilentlyContinue)) {
        Stop-WithUsage 'There is no Docker on this machine, and --setup installs it on Debian and Ubuntu only: install Docker Desktop (Engine 24 or newer, Compose 2.24 or newer), start it, and run again.'
    }
}
$rootFile = "$output/dotnet-root"
if (Test-Path $rootFile) {
    $env:DOTNET_ROOT = (Get-Content $rootFile -Raw).Trim()
    $env:PATH = $env:DOTNET_ROOT + [IO.Path]::PathSeparator + $env:PATH
}
if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
    $wanted = (Get-Content "$PSScriptRoot/global.json" -Raw | ConvertFrom-Json).sdk.version
    Stop-WithUsage "There is no .NET SDK on this machine, or 'dotnet' is not in the PATH: install the .NET SDK $wanted or a newer one of its line, and run again."
}
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_NOLOGO = '1'

# Every source with its time and size: a file that is gone changes the list too, and an older one that comes back.
function Get-Sources {
    $roots = @("$PSScriptRoot/build") + @(Get-ChildItem "$PSScriptRoot/src" -Filter 'Slipway.*' -Directory | ForEach-Object FullName)
    $files = @($roots | ForEach-Object { [IO.Directory]::EnumerateFiles($_, '*', 'AllDirectories') } | Where-Object { $_ -notmatch '[\\/](bin|obj|setup)[\\/]' })
    $files += [IO.Directory]::EnumerateFiles("$PSScriptRoot/src")
    $files += [IO.Directory]::EnumerateFiles($PSScriptRoot, 'Directory.*')
    $files += "$PSScriptRoot/global.json"
    ($files | ForEach-Object { $file = [IO.FileInfo]::new($_); "$_ $($file.LastWriteTimeUtc.Ticks) $($file.Length)" }) -join "`n"
}
function Test-Built([string] $sources) {
    (Test-Path $assembly) -and (Test-Path $stamp) -and ([IO.File]::ReadAllText($stamp) -eq $sources)
}

$sources = Get-Sources
if (-not (Test-Built $sources)) {
    [void] (New-Item -ItemType Directory -Force $output)
    $lock = $null
    while ($null -eq $lock) {
        try { $lock = [IO.File]::Open("$output/.lock", 'OpenOrCreate', 'ReadWrite', 'None') }
        catch [IO.IOException] {
            if (-not $told) { [Console]::Error.WriteLine('Waiting for another build.ps1 that is building.'); $told = $true }
            Start-Sleep -Milliseconds 200
        }
    }
    try {
        $sources = Get-Sources
        if (-not (Test-Built $sources)) {
            [Console]::Error.WriteLine('Building Slipway, since its sources changed.')
            Remove-Item $stamp -ErrorAction SilentlyContinue
            Push-Location $PSScriptRoot
            try { $log = & dotnet build build/Build.csproj -c Release -v q --nologo } finally { Pop-Location }
            if ($LASTEXITCODE -ne 0) {
                $log | ForEach-Object { [Console]::Error.WriteLine("$_") }
                Stop-WithUsage 'Slipway itself does not build: see the messages above.'
            }
            [IO.File]::WriteAllText($stamp, $sources)
        }
    }
    finally { $lock.Dispose() }
}

& dotnet $assembly @arguments
exit $LASTEXITCODE

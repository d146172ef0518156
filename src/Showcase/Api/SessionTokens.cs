using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Showcase.Settings;

namespace Showcase.Api;

/// <summary>Signs and checks session tokens: JSON Web Tokens (RFC 7519) with HMAC-SHA256 and nothing else.</summary>
internal sealed class SessionTokens(Secret key, string issuer, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    // The header is fixed and compared whole: a token cannot choose its own algorithm.
    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);
    private readonly byte[] _key = Encoding.UTF8.GetBytes(key.Reveal());

    public string Sign(string handle)
    {
        DateTimeOffset now = clock.GetUtcNow();
        byte[] claims = JsonSerializer.SerializeToUtf8Bytes(
            new Claims(issuer, handle, now.ToUnixTimeSeconds(), now.Add(Lifetime).ToUnixTimeSeconds()), JsonSerializerOptions.Web);
        string signed = $"{Header}.{Base64Url.EncodeToString(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(Signature(signed))}";
    }

    /// <summary>The handle the token was given to, or null when the token is not ours, was changed, or has expired.</summary>
    public string? Check(string token)
    {
        if (token.Split('.') is not [string header, string claims, string signature] || header != Header)
            return null;

        try
        {
            if (!CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(signature), Signature($"{header}.{claims}")))
                return null;
            Claims? read = JsonSerializer.Deserialize<Claims>(Base64Url.DecodeFromChars(claims), JsonSerializerOptions.Web);
            return read is not null && read.Iss == issuer && read.Exp > clock.GetUtcNow().ToUnixTimeSeconds() ? read.Sub : null;
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            return null;
        }
    }

    private byte[] Signature(string signed) => HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(signed));

    private sealed record Claims(string Iss, string Sub, long Iat, long Exp);
}

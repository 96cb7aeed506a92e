//! Signing in and out, setting up, choosing a language and a theme.

use crate::{client::post, error::Answer};
use command::session::{
    ChangePassword, ChooseLanguage, ChooseTheme, DisableSecondFactor, ForgotPassword, Join, SetUp, SetUpForm,
    SignIn, SignOut, SignOutElsewhere,
};
use domain::{look::Theme, people::Language};

/// Signs in. Refused alike for a wrong password and an unknown e-mail, and after too many failures.
/// From who has a second factor it wants a code besides.
pub async fn sign_in(email: String, password: String, code: String) -> Answer<()> {
    post("sign_in", &SignIn { email, password, code }).await
}

/// Signs out, also when nobody was signed in.
pub async fn sign_out() -> Answer<()> {
    post("sign_out", &SignOut {}).await
}

/// Chooses another password. Refused without the one before.
pub async fn change_password(old: String, new: String) -> Answer<()> {
    post("change_password", &ChangePassword { old, new }).await
}

/// Ends every other session of whoever asks.
pub async fn sign_out_elsewhere() -> Answer<()> {
    post("sign_out_elsewhere", &SignOutElsewhere {}).await
}

/// Wants no second factor any more. Refused without the password.
pub async fn disable_second_factor(password: String) -> Answer<()> {
    post("disable_second_factor", &DisableSecondFactor { password }).await
}

/// Creates the first administrator and signs them in. Refused without the code that the server printed.
pub async fn set_up(form: SetUpForm) -> Answer<()> {
    post("set_up", &SetUp { form }).await
}

/// Chooses a password by a link, and signs in. Refused when the link leads nowhere.
pub async fn join(link: String, password: String) -> Answer<()> {
    post("join", &Join { link, password }).await
}

/// Sends whoever has this e-mail a link to choose another password.
pub async fn forgot_password(email: String) -> Answer<()> {
    post("forgot_password", &ForgotPassword { email }).await
}

/// Remembers the language of whoever asks.
pub async fn choose_language(language: Language) -> Answer<()> {
    post("choose_language", &ChooseLanguage { language }).await
}

/// Remembers whether whoever asks works in light or dark.
pub async fn choose_theme(theme: Theme) -> Answer<()> {
    post("choose_theme", &ChooseTheme { theme }).await
}
